// What do the sizes that the specifications name cost on this machine: in bytes, to search, to read, to write, to back
// up and to bring back? Three systems in one physical database, loaded with their own tables, indexes and policies.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  createBackup,
  makeIdentity,
  openFolderStore,
  restoreBackup,
  toOpener,
  toSealer,
  verifyBackup,
} from '../kernel/backup/index.ts'
import { createAcervo } from '../kernel/client/create-acervo.ts'
import { type Direct, openMigrator, openTargets } from '../kernel/database/index.ts'
import { type Acervo, type DatabasesOf, targetScripts } from '../kernel/index.ts'
import { readSizes } from '../kernel/maintenance/index.ts'
import { banking } from '../systems/banking/system.ts'
import { conversationPlatform } from '../systems/conversations/system.ts'
import { orquix } from '../systems/orquix/system.ts'
import {
  idOf,
  loadChunks,
  loadConversations,
  loadDetections,
  type Say,
  type Sizes,
  stated,
} from './capacity/load.ts'
import { type Found, searchAs } from './capacity/search.ts'
import { type BenchDatabase, openDatabase } from './fixture.ts'
import type { Claim, Measurement } from './result.ts'
import { type ArmFigures, interleave } from './rounds.ts'

export const systems = [conversationPlatform, orquix, banking] as const
export interface Platform extends BenchDatabase {
  readonly acervo: Acervo<DatabasesOf<typeof systems>>
}

export async function measure(server: string): Promise<Measurement> {
  return measureAt(server, stated)
}

export async function measureAt(server: string, sizes: Sizes): Promise<Measurement> {
  const folder = await mkdtemp(join(tmpdir(), 'acervo-bench-capacity-'))
  const platform = await openCapacity(await openDatabase(server), folder)
  try {
    const loadSeconds = await loadAll(platform, sizes)
    const direct = await openMigrator(platform.migrate)
    const tables = await readTables(direct)
    const search = await searchAs(direct, (person, vector) => nearest(platform, person, vector))
    say('search', 0)
    await direct.close()
    const arms = await interleave(toArms(platform, sizes), {
      rounds: 3,
      roundMs: 5_000,
      warmUpMs: 500,
      concurrency: 4,
    })
    say('reads and writes', 0)
    const copies = await copyAndBack(platform, server, folder)
    return {
      question: 'What do the stated sizes cost to keep, search, read, write, back up and restore?',
      claims: toClaims(search),
      conditions: [
        'rows were loaded past triggers and foreign keys, as a restore brings them; what is measured goes through them',
        'four askers at once over ten connections',
      ],
      figures: { sizes, loadSeconds, ...tables, search, requests: arms.map(toFigures), ...copies },
    }
  } finally {
    await platform.acervo.close()
    await platform.close()
    await rm(folder, { recursive: true, force: true })
  }
}

/** As a first start makes it, from the systems' own migrations: a restore goes by them. */
export async function openCapacity(database: BenchDatabase, folder: string): Promise<Platform> {
  const acervo = await createAcervo({
    systems,
    migrations: 'develop',
    dataDirectory: folder,
    home: folder,
    databaseUrl: database.run,
    migrateUrl: database.migrate,
  })
  return { ...database, acervo }
}

const say: Say = (name, seconds) => process.stderr.write(`  ${name}: ${seconds.toFixed(1)} s\n`)

/** Two at a time: the machine has two cores. */
export async function loadAll(
  { migrate, acervo: { model } }: Pick<Platform, 'migrate' | 'acervo'>,
  sizes: Sizes,
): Promise<Readonly<Record<string, number>>> {
  const took: Record<string, number> = {}
  const tell: Say = (name, seconds) => {
    took[name] = Math.round(seconds * 10) / 10
    say(name, seconds)
  }
  const withOwn = async (load: (direct: Direct) => Promise<void>): Promise<void> => {
    const direct = await openMigrator(migrate)
    try {
      await load(direct)
    } finally {
      await direct.close()
    }
  }
  await Promise.all([
    withOwn((direct) => loadChunks(direct, sizes, tell)),
    withOwn(async (direct) => {
      await loadDetections(direct, model, sizes, tell)
      await loadConversations(direct, sizes, tell)
    }),
  ])
  return took
}

export async function readTables(direct: Direct) {
  const { tables, databaseBytes } = await readSizes(direct, ['conversations', 'orquix', 'banking'])
  const large = tables.filter(({ totalBytes }) => totalBytes > 10_000_000)
  return {
    databaseBytes,
    tables: large.map((one) => ({
      table: `${one.schema}.${one.table}`,
      rows: one.rows,
      bytesEach: Math.round(one.totalBytes / Math.max(one.rows ?? 1, 1)),
      ...{ heapBytes: one.heapBytes, indexBytes: one.indexBytes, toastBytes: one.toastBytes },
      partitions: one.partitions,
    })),
  }
}

const principalOf = (tenant: string) => ({ actor: `user:${tenant}`, claims: { tenant } })

export async function nearest(
  { acervo }: Pick<Platform, 'acervo'>,
  person: string,
  vector: readonly number[],
): Promise<readonly string[]> {
  const found = await acervo.db.as(principalOf(person)).orquix.contextChunk.findMany({
    nearest: { vector },
    take: 10,
    select: { id: true },
  })
  return found.map(({ id }) => id)
}

export function toArms({ acervo }: Pick<Platform, 'acervo'>, sizes: Sizes) {
  let turn = 0
  const next = (of: number): number => {
    turn += 7_919
    return 1 + (turn % of)
  }
  const talks = sizes.users * 10
  const asUser = (talk: number) =>
    acervo.db.as(principalOf(idOf(1, 1 + (talk % sizes.users)))).conversations
  const asBranch = (n: number) => acervo.db.as(principalOf(idOf(1, n))).banking
  const dayAgo = () => new Date(Date.now() - 86_400_000).toISOString()
  return [
    {
      name: 'read the last 10 messages of a conversation',
      once: async () => {
        const talk = next(talks)
        const rows = await asUser(talk).message.findMany({
          where: { conversationId: idOf(2, talk) },
          orderBy: { createdAt: 'desc' },
          take: 10,
        })
        assertSome(rows)
      },
    },
    {
      name: 'search one user’s messages for words',
      once: async () => {
        const rows = await asUser(next(talks)).message.findMany({
          q: `palabra${next(300)}`,
          take: 10,
        })
        if (!Array.isArray(rows)) throw new Error('no answer')
      },
    },
    {
      name: 'read the last 50 detections of a branch',
      once: async () =>
        assertSome(
          await asBranch(next(100)).detectionEvent.findMany({
            where: { occurredAt: { gte: dayAgo() } },
            orderBy: { occurredAt: 'desc' },
            take: 50,
          }),
        ),
    },
    {
      name: 'write a message, counted and metered',
      once: async () => {
        const talk = next(talks)
        const data = {
          conversationId: idOf(2, talk),
          role: 'user',
          content: 'Buenos días',
          tokensUsed: 12,
        } as const
        await asUser(talk).message.create({ data })
      },
    },
  ]
}

function assertSome(rows: readonly unknown[]): void {
  if (rows.length === 0) throw new Error('nothing was found')
}

function toFigures({ name, perSecond, p50Ms, p99Ms }: ArmFigures) {
  const round = (value: number) => Math.round(value * 10) / 10
  return { name, perSecond: perSecond.map(Math.round), p50Ms: round(p50Ms), p99Ms: round(p99Ms) }
}

export async function copyAndBack(
  { acervo: { model, targets } }: Pick<Platform, 'acervo'>,
  server: string,
  folder: string,
) {
  const { identity, recipient } = await makeIdentity()
  const store = openFolderStore(join(folder, 'backups'))
  const [made, backupSeconds] = await timed('backup', async () =>
    createBackup({
      ...{ model, targets, databases: [...model.databases.values()], store },
      ...{ sealer: await toSealer([recipient]), embeddings: 'with', content: 'all' },
      ...{ label: 'bench', version: 'bench' },
    }),
  )
  const { name } = made.manifest
  const [verified, verifySeconds] = await timed('verify', () => verifyBackup({ store, name }))
  const there = await openDatabase(server)
  try {
    const databases = [...model.databases.values()].map(({ schema }) => schema)
    const destination = await openTargets({ run: there.run, migrate: there.migrate, databases })
    const opener = await toOpener([identity])
    const [restored, restoreSeconds] = await timed('restore', () =>
      restoreBackup({
        ...{ store, name, opener, model, scripts: targetScripts, tombstones: [] },
        target: async () => destination.of('conversations'),
      }),
    )
    await destination.close()
    return {
      ...{ backupBytes: made.bytes, backupSeconds, verifySeconds, verified: verified.ok },
      ...{ restoredRows: restored.rows, restoreSeconds },
    }
  } finally {
    await there.close()
  }
}

async function timed<T>(name: string, work: () => Promise<T>): Promise<readonly [T, number]> {
  const begin = performance.now()
  const value = await work()
  const seconds = Math.round((performance.now() - begin) / 100) / 10
  say(name, seconds)
  return [value, seconds]
}

function toClaims(search: readonly Found[]): readonly Claim[] {
  const one = (value: number) => ({ median: value, min: value, max: value })
  return [
    ...search.map(({ who, recall }) => ({
      claim: `recall@10 under policies, asked by ${who}`,
      ratio: one(recall),
      atLeast: 0.95,
    })),
    {
      claim: 'answers with fewer than ten of ten there are',
      ratio: one(search.reduce((sum, { short }) => sum + short, 0)),
      atMost: 0,
    },
  ]
}
