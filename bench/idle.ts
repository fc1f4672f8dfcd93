// What does a platform cost while nobody asks it anything? `acervo start` with all systems and their seventy
// databases, once it has come to rest: the processor time of its own process, and of the server processes that it
// keeps, as Linux counts them. Embedded and on PostgreSQL, events inside the database and over NATS.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as rest } from 'node:timers/promises'
import { jetstreamManager } from '@nats-io/jetstream'
import { connect } from '@nats-io/transport-node'
import { eventDefaults } from '../kernel/work/open-transport.ts'
import { type BenchDatabase, openDatabase } from './fixture.ts'
import type { Measurement } from './result.ts'

// What is done once after a start, the first look at the sizes of tables among it, is over.
const settleSeconds = 110
const seconds = 60
/** Of a core. */
const goalPercent = 1
/** Of `/proc/<pid>/stat`: USER_HZ is 100 on every Linux. */
const tickMs = 10

type Environment = Readonly<Record<string, string>>

export async function measure(server: string, nats: string): Promise<Measurement> {
  const arms = {
    embedded: await watch({}),
    postgres: await onServer(server, {}),
    'postgres and NATS': await leavingNoStream(nats, () =>
      onServer(server, { ACERVO_NATS_URL: nats }),
    ),
  }
  return {
    question: 'Processor time of an idle platform with all its databases: percent of a core.',
    claims: Object.entries(arms).map(([name, { nodePercent, serverPercent }]) => {
      const value = nodePercent + serverPercent
      const ratio = { median: value, min: value, max: value }
      return { claim: `${name}: process and server, percent of a core`, ratio, atMost: goalPercent }
    }),
    figures: { settleSeconds, seconds, ...arms },
  }
}

/** A stream that was not there before goes again. */
async function leavingNoStream<T>(nats: string, work: () => Promise<T>): Promise<T> {
  const connection = await connect({ servers: nats })
  const { streams } = await jetstreamManager(connection)
  const isThere = async () =>
    streams.info(eventDefaults.stream).then(
      () => true,
      () => false,
    )
  const wasThere = await isThere()
  try {
    return await work()
  } finally {
    if (!wasThere && (await isThere())) await streams.delete(eventDefaults.stream)
    await connection.close()
  }
}

async function onServer(server: string, given: Environment) {
  const database = await openDatabase(server)
  try {
    const urls = { ACERVO_DATABASE_URL: database.run, ACERVO_MIGRATE_URL: database.migrate }
    return await watch({ ...urls, ...given }, database)
  } finally {
    await database.close()
  }
}

async function watch(given: Environment, database?: BenchDatabase) {
  const folder = mkdtempSync(join(tmpdir(), 'acervo-bench-idle-'))
  try {
    if (database !== undefined) await end(run(folder, given, 'migrate', 'apply', '--json'))
    const child = run(folder, given, 'start', '--port', '0', '--json', '--no-demo')
    const ended = once(child, 'exit')
    const { databases, before, after } = await observe(child, database).finally(() => {
      child.kill('SIGTERM')
      return ended
    })
    const percent = (ms: number) => ms / (seconds * 10)
    return {
      databases,
      nodePercent: percent(after.nodeMs - before.nodeMs),
      serverPercent: percent(
        [...after.serverMs].reduce(
          (sum, [pid, ms]) => sum + ms - (before.serverMs.get(pid) ?? 0),
          0,
        ),
      ),
      connections: after.serverMs.size,
      ...(after.transactions === undefined
        ? {}
        : { transactionsPerSecond: (after.transactions - (before.transactions ?? 0)) / seconds }),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function observe(child: ReturnType<typeof run>, database: BenchDatabase | undefined) {
  const { databases } = await firstLine(child)
  await rest(settleSeconds * 1000)
  const before = await read(child.pid as number, database)
  await rest(seconds * 1000)
  return { databases, before, after: await read(child.pid as number, database) }
}

/** Of the server: those that serve this database now. */
async function read(pid: number, database: BenchDatabase | undefined) {
  const serverMs = new Map<number, number>()
  if (database === undefined) return { nodeMs: spent(pid), serverMs, transactions: undefined }
  const { rows } = await database.admin.query<{ pid: number; transactions: string }>(
    `select a.pid, d.xact_commit + d.xact_rollback as transactions
     from pg_stat_activity a join pg_stat_database d using (datname)
     where datname = current_database() and a.pid <> pg_backend_pid()`,
  )
  for (const row of rows) serverMs.set(row.pid, spent(row.pid))
  return { nodeMs: spent(pid), serverMs, transactions: Number(rows[0]?.transactions ?? 0) }
}

function spent(pid: number): number {
  const [, rest_ = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')
  const [user = 0, system = 0] = rest_.split(' ').slice(11, 13).map(Number)
  return (user + system) * tickMs
}

function run(folder: string, given: Environment, ...words: readonly string[]) {
  return spawn(process.execPath, [join(import.meta.dirname, '..', 'bin', 'acervo.js'), ...words], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { HOME: folder, ...given },
  })
}

async function end(child: ReturnType<typeof run>): Promise<void> {
  child.stdout.resume()
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`ended with ${code}`)
}

async function firstLine(child: ReturnType<typeof run>): Promise<{ readonly databases: number }> {
  let text = ''
  for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
    text += String(chunk)
    if (text.trimEnd().endsWith('}')) return JSON.parse(text)
  }
  throw new Error(`ended without an answer: ${text}`)
}
