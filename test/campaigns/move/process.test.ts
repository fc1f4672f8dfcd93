// `acervo move --online` in a process of its own beside two that serve, each with the placement file alone to learn from.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Target } from '../../../kernel/database/target.ts'
import { openOnServer, type TestDatabase } from '../../support/database/database.ts'
import { onPostgres } from '../../support/database.ts'
import { type Cluster, startCluster } from '../events/servers.ts'

const folder = mkdtempSync(join(tmpdir(), 'acervo-online-'))
const path = join(folder, 'placement.json')
const program = join(import.meta.dirname, '..', '..', '..', 'bin', 'acervo.js')
let cluster: Cluster
let here: TestDatabase
let there: TestDatabase
let third: TestDatabase

const project = `
import { defineConfig, defineDatabase, defineSystem, defineTable, id, integer, varchar } from 'acervo'
const item = defineTable('items', { id: id(), name: varchar(20), amount: integer().optional() })
const shelf = defineTable('shelves', { id: id(), name: varchar(20) })
const shop = defineDatabase({ schema: 'shop', name: 'shop', tables: { item } })
const store = defineDatabase({ schema: 'store', name: 'store', tables: { shelf } })
export default defineConfig({
  systems: [defineSystem({ name: 'shop', databases: [store, shop], home: import.meta.dirname })],
})
`
const environment = () => ({
  PATH: process.env.PATH,
  ACERVO_DATABASE_URL: here.run,
  ACERVO_MIGRATE_URL: here.migrate,
  ACERVO_PLACEMENT: path,
  ACERVO_DATA_DIR: join(folder, '.acervo'),
})

beforeAll(async () => {
  cluster = await startCluster(['wal_level=logical', 'wal_retrieve_retry_interval=100ms'])
  here = await openOnServer(cluster.url)
  there = await openOnServer(cluster.url)
  third = await openOnServer(cluster.url)
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }))
  writeFileSync(join(folder, 'acervo.config.ts'), project)
  writeFileSync(path, '{}')
}, 120_000)
afterAll(async () => {
  await here?.close()
  await there?.close()
  await third?.close()
  await cluster?.close()
  rmSync(folder, { recursive: true, force: true })
})

function acervo(...argv: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...argv], {
    cwd: folder,
    encoding: 'utf8',
    env: environment(),
  })
  return { code: status, out: stdout, err: stderr }
}

async function serve(...more: readonly string[]) {
  const argv = [program, 'start', '--port', '0', '--json', ...more]
  const child = spawn(process.execPath, argv, { cwd: folder, env: environment() })
  child.stderr.resume()
  const ended = once(child, 'close')
  const [line] = await Promise.race([once(child.stdout, 'data'), ended.then(() => ['{}'])])
  const { address } = JSON.parse(String(line)) as { address: string }
  return {
    address,
    stop: async () => {
      child.kill('SIGTERM')
      await ended
    },
  }
}

type Server = Awaited<ReturnType<typeof serve>>

/** Two clients that write to one server and the other; answers what was acknowledged, and how everything else was. */
function startClients(servers: readonly Server[], prefix: string) {
  const text = readFileSync(join(folder, '.acervo', 'credentials.json'), 'utf8')
  const [{ key }] = (JSON.parse(text) as { keys: [{ key: string }] }).keys
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  const answers = new Map<string, number>()
  const refusals = new Set<number>()
  let isOver = false
  const write = async (at: number): Promise<void> => {
    for (let number = 0; !isOver; number++) {
      const name = `${prefix} ${at}-${number}`
      const body = JSON.stringify({ name, amount: number })
      const url = `${servers[at % 2]?.address}/v1/shop/items`
      const answer = await fetch(url, { method: 'POST', headers, body })
      await answer.text()
      if (answer.status === 201) answers.set(name, number)
      else refusals.add(answer.status)
    }
  }
  const running = [write(0), write(1)]
  return {
    more: async (): Promise<void> => {
      const before = answers.size
      await expect.poll(() => answers.size, { timeout: 20_000 }).toBeGreaterThan(before + 20)
    },
    stop: async () => {
      isOver = true
      await Promise.all(running)
      return { answers, refusals: [...refusals] }
    },
  }
}

async function itemsAt({ target }: TestDatabase, prefix: string) {
  const rows = await rowsOf(target, 'select name, amount from shop.items')
  const named = rows.filter(([name]) => String(name).startsWith(prefix))
  return new Map(named.map(([name, amount]) => [String(name), Number(amount)]))
}

async function rowsOf(target: Target, text: string) {
  const direct = await target.direct()
  try {
    return (await direct.query({ text, values: [] })).rows
  } finally {
    await direct.close()
  }
}

/** SIGKILL as soon as it is as said; answers whether it still ran. */
async function killWhen(argv: readonly string[], isTime: () => Promise<boolean>): Promise<boolean> {
  const child = spawn(process.execPath, [program, ...argv], { cwd: folder, env: environment() })
  let isRunning = true
  const ended = once(child, 'close').then(() => {
    isRunning = false
  })
  for (const stream of [child.stdout, child.stderr]) stream.resume()
  await expect
    .poll(async () => !isRunning || (await isTime()), { timeout: 30_000, interval: 5 })
    .toBe(true)
  child.kill('SIGKILL')
  await ended
  return child.signalCode === 'SIGKILL'
}

onPostgres(() => {
  test('two processes serve while a third one moves their database: every answer is a row there', async () => {
    const servers = [await serve('--dev'), await serve()]
    const clients = startClients(servers, 'item')
    await clients.more()
    const argv = ['move', 'shop', '--to', there.run, '--migrate-url', there.migrate]
    const moving = spawn(process.execPath, [program, ...argv, '--online', '--json'], {
      cwd: folder,
      env: environment(),
    })
    let [out, err] = ['', '']
    moving.stdout.on('data', (text) => (out += text))
    moving.stderr.on('data', (text) => (err += text))
    const [code] = await once(moving, 'close')
    expect([code, err]).toEqual([0, ''])
    const report = JSON.parse(out) as { state: string; online: { pauseMs: number } }
    expect(report.state).toBe('moved')
    expect(report.online.pauseMs).toBeLessThan(2_000)
    await clients.more()
    const { answers, refusals } = await clients.stop()
    for (const server of servers) await server.stop()
    expect(refusals).toEqual([])
    expect(await itemsAt(there, 'item')).toEqual(answers)
    expect(acervo(...argv).out).toContain('nothing to do')
  }, 120_000)

  test('a process killed while it moves leaves everybody writing, and the same command brings it to its end', async () => {
    const servers = [await serve(), await serve()]
    const clients = startClients(servers, 'kill')
    const argv = ['move', 'shop', '--to', third.run, '--migrate-url', third.migrate, '--online']
    const has = (target: Target, text: string) => async () =>
      (await rowsOf(target, `select exists (${text})`))[0]?.[0] === 't'
    const times = [
      has(there.target, `select from pg_replication_slots where slot_name like 'acervo\\_move%'`),
      has(third.target, `select from pg_subscription_rel where srsubstate = 'r'`),
      has(there.target, `select from pg_locks where mode = 'ShareLock' and locktype = 'relation'`),
    ]
    for (const isTime of times) {
      expect(await killWhen(argv, isTime)).toBe(true)
      await clients.more()
    }
    // The moment in which everybody has been told and nothing is cleared away may be over before it is seen.
    await killWhen(argv, async () =>
      readFileSync(path, 'utf8').includes(new URL(third.run).pathname),
    )
    await clients.more()
    const ended = acervo(...argv, '--json')
    expect([ended.code, ended.err]).toEqual([0, ''])
    await clients.more()
    const { answers, refusals } = await clients.stop()
    for (const server of servers) await server.stop()
    expect(refusals).toEqual([])
    expect(await itemsAt(third, 'kill')).toEqual(answers)
    // Of a source at which nothing else of the platform stands a publication stays: it keeps nothing of the log.
    const left = 'select 1 from pg_replication_slots union all select 1 from pg_subscription'
    expect([await rowsOf(there.target, left), await rowsOf(third.target, left)]).toEqual([[], []])
  }, 180_000)

  test('a slot that a killed move has left is shown by the doctor and taken away by --abort', async () => {
    const doctor = () => acervo('doctor').out
    expect(doctor()).toContain('can be moved while they serve')
    await here.script(
      `select pg_create_logical_replication_slot('acervo_move_0123456789abcdef', 'pgoutput')`,
    )
    expect(doctor()).toMatch(/warn +move .*acervo_move_0123456789abcdef \(\d+ /)
    await here.script(`select pg_drop_replication_slot('acervo_move_0123456789abcdef')`)
    const argv = ['move', 'store', '--to', there.run, '--migrate-url', there.migrate]
    const home = acervo(...argv, '--online')
    expect([home.code, home.err]).toEqual([1, expect.stringContaining('ACV411')])
    expect(acervo(...argv, '--abort').out).toContain('Nothing is left')
    expect(acervo(...argv, '--online', '--pause', 'x')).toMatchObject({ code: 2 })
  }, 120_000)
})
