// Two servers that replicate, a platform on the first one with a house that moves, and what is asked of both afterwards.
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAcervo } from '../../../kernel/client/create-acervo.ts'
import { targetScripts } from '../../../kernel/client/target-scripts.ts'
import type { Placement } from '../../../kernel/database/placement.ts'
import type { Target } from '../../../kernel/database/target.ts'
import { defineDatabase, defineSystem, defineTable, text } from '../../../kernel/index.ts'
import { abortMove, type MoveOptions, moveDatabases } from '../../../kernel/move/index.ts'
import { openOnServer, type TestDatabase } from '../../support/database/database.ts'
import { fill, house } from '../../support/moving.ts'
import { type Cluster, startCluster } from '../events/servers.ts'

const gate = (home: string) =>
  defineSystem({
    name: 'gate',
    home,
    databases: [
      defineDatabase({
        schema: 't_gate',
        name: 'gate',
        tables: { visit: defineTable('visits', { name: text() }) },
      }),
    ],
  })

const open = (home: string, given: object) =>
  createAcervo({ systems: [gate(home), house(home)], home, ...given })
export type Platform = Awaited<ReturnType<typeof open>>

export interface World {
  readonly first: Cluster
  readonly second: Cluster
  /** Where the migrations and the keys stand. */
  readonly home: string
  /** A place with a filled house, on the first server, and an empty one on the second or on the same. */
  begin(where?: 'same'): Promise<Stage>
  close(): Promise<void>
}

export interface Stage {
  readonly here: TestDatabase
  readonly there: TestDatabase
  /** As the placement file would say. */
  placement: Placement
  /** A process of the platform, wherever the placement says. */
  open(): Promise<Platform>
  toMove(platform: Platform, more?: Partial<MoveOptions>): MoveOptions
  close(): Promise<void>
}

// A server starts a worker for a new subscription at most every five seconds, if it is not told otherwise.
const settings = [
  'wal_retrieve_retry_interval=100ms',
  'wal_level=logical',
  'max_worker_processes=16',
  'max_logical_replication_workers=8',
]

export async function openWorld(): Promise<World> {
  const home = await mkdtemp(join(tmpdir(), 'acervo-moves-'))
  const [first, second] = await Promise.all([startCluster(settings), startCluster(settings)])
  // Migrations are written once.
  const written = await open(home, { dataDirectory: join(home, 'embedded') })
  await written.close()
  return {
    first,
    second,
    home,
    begin: (where) => beginStage(home, first.url, where === 'same' ? first.url : second.url),
    close: async () => {
      await Promise.all([first.close(), second.close()])
      await rm(home, { recursive: true, force: true })
    },
  }
}

async function beginStage(home: string, from: string, to: string): Promise<Stage> {
  const here = await openOnServer(from)
  const there = await openOnServer(to)
  const data = await mkdtemp(join(home, 'data-'))
  await mkdir(data, { recursive: true })
  await cp(join(home, 'embedded', 'keys.json'), join(data, 'keys.json')).catch(() => undefined)
  const stage: Stage = {
    here,
    there,
    placement: {},
    open: () =>
      open(home, {
        databaseUrl: here.run,
        migrateUrl: here.migrate,
        keyFile: join(data, 'keys.json'),
        placement: () => stage.placement,
      }),
    toMove: (platform, more = {}) => {
      const database = platform.model.databases.get('house')
      if (database === undefined) throw new Error('no house')
      return {
        model: platform.model,
        targets: platform.targets,
        scripts: targetScripts,
        home,
        databases: [database],
        target: there.target,
        online: {},
        place: async () => {
          stage.placement = { house: { run: there.run, migrate: there.migrate } }
        },
        ...more,
      }
    },
    close: async () => {
      await here.close()
      await there.close()
    },
  }
  const platform = await stage.open()
  await fill(platform as never)
  await platform.close()
  return stage
}

export const move = moveDatabases
export const abort = abortMove

export async function ask(target: Target, text: string): Promise<readonly (readonly unknown[])[]> {
  const direct = await target.direct()
  try {
    return (await direct.query({ text, values: [] })).rows
  } finally {
    await direct.close()
  }
}

/** What a move makes in the catalogs, on either side. */
export async function leftovers({ here, there }: Stage): Promise<readonly string[]> {
  const text = `select 'publication ' || pubname from pg_publication
    union all select 'slot ' || slot_name from pg_replication_slots where database = current_database()
    union all select 'subscription ' || subname from pg_subscription
      where subdbid = (select oid from pg_database where datname = current_database())`
  const [source, target] = [await ask(here.target, text), await ask(there.target, text)]
  return [...source, ...target].map(([word]) => String(word))
}
