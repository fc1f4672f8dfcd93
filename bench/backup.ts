// How long do a sealed backup of 1 GB, its verification, and its restore with every row compared take on PostgreSQL?
// One table of documents with two indexes, in a database of its own; the copy goes to another one on the same server.
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
import { openTargets } from '../kernel/database/targets.ts'
import {
  defineDatabase,
  defineSystem,
  defineTable,
  index,
  instant,
  integer,
  targetScripts,
  text,
} from '../kernel/index.ts'
import { openDatabase } from './fixture.ts'
import type { Measurement } from './result.ts'

const goalSeconds = 60
const rows = 2_500_000

const documents = defineTable(
  'documents',
  { title: text(), body: text(), weight: integer(), writtenAt: instant() },
  [index(['writtenAt', 'id'])],
)
const library = defineDatabase({ schema: 'library', name: 'library', tables: { documents } })

// Words, so that it compresses as texts do.
const filling = `insert into library.documents (title, body, weight, written_at)
  select 'document ' || n,
    (select string_agg(md5((n / 7 + w)::text), ' ') from generate_series(1, 10) w),
    n % 100, timestamptz '2026-01-01' + n * interval '1 second'
  from generate_series($1::integer, $2::integer) n`

export async function measure(server: string): Promise<Measurement> {
  const folder = await mkdtemp(join(tmpdir(), 'acervo-bench-backup-'))
  const [here, there] = [await openDatabase(server), await openDatabase(server)]
  try {
    const acervo = await createAcervo({
      systems: [defineSystem({ name: 'library', databases: [library], home: folder })],
      ...{ databaseUrl: here.run, migrateUrl: here.migrate, dataDirectory: folder },
      migrations: 'develop',
    })
    const { model, targets } = acervo
    const bytes = await fill(targets.of('library'))
    const { identity, recipient } = await makeIdentity()
    const store = openFolderStore(join(folder, 'backups'))
    const [made, createSeconds] = await timed(async () =>
      createBackup({
        ...{ model, targets, databases: [...model.databases.values()], store },
        ...{ sealer: await toSealer([recipient]), embeddings: 'with', content: 'all' },
        ...{ label: 'bench', version: 'bench' },
      }),
    )
    const { name } = made.manifest
    const [verified, verifySeconds] = await timed(() => verifyBackup({ store, name }))
    const destination = await openTargets({ ...there, databases: ['library'] })
    const opener = await toOpener([identity])
    const before = process.memoryUsage.rss()
    const [restored, restoreSeconds] = await timed(() =>
      restoreBackup({
        ...{ store, name, opener, model, scripts: targetScripts, tombstones: [] },
        target: async () => destination.of('library'),
      }),
    )
    await destination.close()
    await acervo.close()
    const gigabytes = bytes / 1e9
    const ratio = restoreSeconds / gigabytes
    return {
      question: 'How long does it take to restore 1 GB with every row compared?',
      claims: [
        {
          claim: `seconds to restore and compare 1 GB of table and indexes (goal ${goalSeconds})`,
          ratio: { median: ratio, min: ratio, max: ratio },
          atMost: goalSeconds,
        },
      ],
      figures: {
        ...{ rows: restored.rows, databaseBytes: bytes, backupBytes: made.bytes },
        ...{ createSeconds, verifySeconds, restoreSeconds, verified: verified.ok },
        grownMegabytes: Math.round((process.memoryUsage.rss() - before) / 1e6),
      },
    }
  } finally {
    await here.close()
    await there.close()
    await rm(folder, { recursive: true, force: true })
  }
}

async function fill(target: ReturnType<Awaited<ReturnType<typeof openTargets>>['of']>) {
  const direct = await target.direct()
  try {
    const step = rows / 10
    for (let at = 0; at < rows; at += step)
      await direct.query({ text: filling, values: [at + 1, at + step] })
    const text = `select pg_total_relation_size('library.documents')`
    return Number((await direct.query({ text, values: [] })).rows[0]?.[0])
  } finally {
    await direct.close()
  }
}

async function timed<T>(work: () => Promise<T>): Promise<readonly [T, number]> {
  const begin = performance.now()
  const value = await work()
  return [value, Math.round(performance.now() - begin) / 1000]
}
