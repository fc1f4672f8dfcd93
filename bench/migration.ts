// How long do the migrations of all systems take on an empty database, against psql with the very same SQL? And
// how long a start that finds nothing to do, against a connection that asks nothing?
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { openTargets, type Targets } from '../kernel/database/targets.ts'
import { defineModel, targetScripts } from '../kernel/index.ts'
import { readFiles } from '../kernel/migrate/files.ts'
import { renderTransactional } from '../kernel/migrate/run-file.ts'
import { toSetUp } from '../kernel/migrate/set-up-target.ts'
import { migrateAtStart, type StartOptions } from '../kernel/migrate/start.ts'
import { systems } from '../systems/index.ts'
import { type BenchDatabase, openDatabase } from './fixture.ts'
import type { Measurement } from './result.ts'
import { alternate, ratio } from './rounds.ts'

const rounds = 4
const model = defineModel(systems)
const databases = [...model.databases.values()]
const tables = databases.reduce((sum, database) => sum + database.tables.size, 0)

export async function measure(server: string): Promise<Measurement> {
  const folder = mkdtempSync(join(tmpdir(), 'acervo-bench-migration-'))
  const script = join(folder, 'all.sql')
  const kept = await openDatabase(server)
  try {
    writeFileSync(script, await renderAll())
    const onEmpty = (work: (database: BenchDatabase) => Promise<void>) => async () => {
      const database = await openDatabase(server)
      try {
        const ms = await time(() => work(database))
        await assertTables(database)
        return ms
      } finally {
        await database.close()
      }
    }
    const fresh = [
      { name: 'acervo', once: onEmpty(migrate) },
      { name: 'psql -1', once: onEmpty(({ migrate: url }) => psql(url, script)) },
    ]
    await migrate(kept)
    const again = [
      { name: 'nothing to do', once: () => time(() => migrate(kept)) },
      { name: 'connect', once: () => time(() => connect(kept)) },
    ]
    for (const arm of [...fresh, ...again]) await arm.once()
    const [ours, theirs] = await alternate(fresh, rounds)
    const [nothing, connected] = await alternate(again, rounds * 5)
    return {
      question: `Migrating ${tables} tables of ${databases.length} databases, against psql.`,
      conditions: [
        'PostgreSQL, one physical database, from an empty one to the last table; months of partitioned tables are ours alone.',
        'Connecting: one session and one statement. Nothing to do: the same, with all files read and compared.',
      ],
      claims: [
        { claim: 'time of psql -1', ratio: ratio(ours?.ms ?? [], theirs?.ms ?? []), atMost: 1.5 },
        {
          claim: 'nothing to do, of connecting',
          ratio: ratio(nothing?.ms ?? [], connected?.ms ?? []),
          atMost: 2,
        },
      ],
      figures: { ours, theirs, nothing, connected },
    }
  } finally {
    await kept.close()
    rmSync(folder, { recursive: true })
  }
}

/** What a start sends, as one text. */
async function renderAll(): Promise<string> {
  const objects = databases.flatMap((database) => database.objects)
  const parts = [toSetUp({ objects, scripts: targetScripts }).text]
  for (const { home = '', databases: own } of model.systems)
    for (const database of own)
      for (const file of await readFiles(home, database.name))
        parts.push(renderTransactional(database, file))
  return `${parts.join(';\n')};\n`
}

async function migrate(database: BenchDatabase): Promise<void> {
  await withTargets(database, async (targets) => {
    const options: StartOptions = { model, targets, mode: 'serve', scripts: targetScripts }
    await migrateAtStart(options)
  })
}

async function connect(database: BenchDatabase): Promise<void> {
  await withTargets(database, async (targets) => {
    await targets.all()[0]?.group({ settings: {} }, [{ text: 'select 1', values: [] }])
  })
}

async function withTargets(
  { run, migrate }: BenchDatabase,
  work: (targets: Targets) => Promise<void>,
): Promise<void> {
  const names = databases.map(({ schema }) => schema)
  const targets = await openTargets({ databases: names, run, migrate })
  try {
    await work(targets)
  } finally {
    await targets.close()
  }
}

async function psql(url: string, script: string): Promise<void> {
  await promisify(execFile)('psql', [url, '-X', '-q', '-1', '-v', 'ON_ERROR_STOP=1', '-f', script])
}

async function time(work: () => Promise<void>): Promise<number> {
  const begin = performance.now()
  await work()
  return performance.now() - begin
}

async function assertTables({ admin }: BenchDatabase): Promise<void> {
  const { rows } = await admin.query(
    `select count(*)::int as n from pg_class c join pg_namespace s on s.oid = relnamespace
     where nspname = any ($1) and relkind in ('r', 'p', 'v') and not relispartition`,
    [databases.map(({ schema }) => schema)],
  )
  assert.equal(rows[0].n, tables)
}
