// The command line in real processes on one small project: what only shows with two of them.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'acervo-process-'))
const data = join(folder, '.acervo')
const program = join(import.meta.dirname, '..', 'bin', 'acervo.js')
const children = new Set<ChildProcessWithoutNullStreams>()
let server: Run

const project = `
import { defineConfig, defineDatabase, defineSystem, defineTable, id, integer, varchar } from 'acervo'
const item = defineTable('items', { id: id(), name: varchar(20), amount: integer().optional() })
const shop = defineDatabase({ schema: 'shop', name: 'shop', tables: { item } })
export default defineConfig({
  systems: [defineSystem({ name: 'shop', databases: [shop], home: import.meta.dirname })],
})
`

interface Run {
  readonly child: ChildProcessWithoutNullStreams
  readonly written: { out: string; err: string }
  /** When the output holds this, or the process ended. */
  until(stream: 'out' | 'err', words: string): Promise<void>
  ended(): Promise<number | null>
}

function acervo(argv: readonly string[], environment: Record<string, string> = {}): Run {
  const child = spawn(process.execPath, [program, ...argv], {
    cwd: folder,
    env: { PATH: process.env.PATH, ACERVO_DATA_DIR: data, ...environment },
  })
  children.add(child)
  const written = { out: '', err: '' }
  const waiting = new Set<() => void>()
  child.stdout.setEncoding('utf8').on('data', (text) => {
    written.out += text
    for (const check of waiting) check()
  })
  child.stderr.setEncoding('utf8').on('data', (text) => {
    written.err += text
    for (const check of waiting) check()
  })
  // A command that ends early takes its input with it.
  child.stdin.on('error', () => undefined)
  const closed = once(child, 'close').then(([code]) => {
    children.delete(child)
    for (const check of waiting) check()
    return code as number | null
  })
  return {
    child,
    written,
    ended: () => closed,
    until: (stream, words) =>
      new Promise((resolve, reject) => {
        const check = (): void => {
          if (written[stream].includes(words)) resolve()
          else if (child.exitCode !== null || child.signalCode !== null)
            reject(new Error(`ended without '${words}': ${written.out}${written.err}`))
        }
        waiting.add(check)
        check()
      }),
  }
}

async function start(...argv: readonly string[]): Promise<Run> {
  const startedAt = performance.now()
  const run = acervo(['start', '--port', '0', ...argv])
  await run.until('out', 'Next:')
  console.log(`start ${argv.join(' ')}: ${Math.round(performance.now() - startedAt)} ms`)
  return run
}

beforeAll(async () => {
  writeFileSync(join(folder, 'acervo.config.ts'), project)
  server = await start()
})

afterAll(() => {
  for (const child of children) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

async function countItems(): Promise<number> {
  const run = acervo(['sql', 'shop', '-c', 'select count(*) from items', '--json'])
  await run.ended()
  return Number(JSON.parse(run.written.out).rows[0][0])
}

function addressOf({ written }: Run): string {
  return /http:\/\/127\.0\.0\.1:\d+/.exec(written.out)?.[0] ?? 'nowhere'
}

test('start says on one screen where the platform is, and it is there', async () => {
  expect(server.written.out).toContain('Acervo is ready')
  expect(server.written.out).toContain('.acervo/credentials.json')
  expect(server.written.out.split('\n').length).toBeLessThan(15)
  const answer = await fetch(`${addressOf(server)}/health/live`)
  expect(answer.status).toBe(200)
})

test('a second start on the directory names the process and its address', async () => {
  const second = acervo(['start', '--port', '0'])
  expect(await second.ended()).toBe(1)
  expect(second.written.err).toContain('ACV313')
  expect(second.written.err).toContain(String(server.child.pid))
  expect(second.written.err).toContain(addressOf(server))
})

test('the second start is refused in Spanish where the locale is', async () => {
  const second = acervo(['start', '--port', '0'], { LC_ALL: 'es_ES.UTF-8' })
  await second.ended()
  expect(second.written.err).toContain('la carpeta de datos está en uso')
})

test('other commands run inside the process that holds the directory', async () => {
  const health = acervo(['health', '--json'])
  expect(await health.ended()).toBe(0)
  expect(JSON.parse(health.written.out)).toMatchObject({ ok: true, databases: { shop: true } })
  const databases = acervo(['databases', '--json'])
  expect(await databases.ended()).toBe(0)
  expect(JSON.parse(databases.written.out)).toMatchObject([
    { database: 'shop', placement: 'embedded', tables: 1, health: 'ok' },
  ])
})

test('a file is imported and exported while the server runs, and a re-run adds nothing', async () => {
  const rows = Array.from({ length: 3_000 }, (_, i) => `ñ ${i},${i}`)
  writeFileSync(join(folder, 'items.csv'), `name,amount\n${rows.join('\n')}\n`)
  const first = acervo(['import', 'shop.item', 'items.csv', '--json'])
  expect(await first.ended()).toBe(0)
  expect(JSON.parse(first.written.out)).toMatchObject({ state: 'done', inserted: 3_000 })
  const again = acervo(['import', 'shop.item', 'items.csv', '--json'])
  expect(await again.ended()).toBe(0)
  expect(JSON.parse(again.written.out)).toMatchObject({ state: 'already done', inserted: 0 })
  const exported = acervo(['export', 'shop.items'])
  expect(await exported.ended()).toBe(0)
  expect(exported.written.out.trimEnd().split('\n')).toHaveLength(3_001)
  expect(exported.written.out).toContain('ñ 2999')
})

test('rows that do not fit are told by exit code 3 and a file with their reasons', async () => {
  writeFileSync(join(folder, 'broken.csv'), 'name,amount\nok,1\nbad,many\n')
  const run = acervo(['import', 'shop.item', 'broken.csv'])
  expect(await run.ended()).toBe(3)
  expect(run.written.out).toContain('1 inserted, 0 unchanged, 1 rejected')
  const reject = JSON.parse(readFileSync(join(folder, 'broken.csv.rejects.ndjson'), 'utf8'))
  expect(reject).toMatchObject({ line: 3, row: { name: 'bad' } })
})

test('standard input streams into the process that holds the directory', async () => {
  const run = acervo(['import', 'shop.item', '-', '--format', 'ndjson', '--json'])
  for (let i = 0; i < 2_000; i++) run.child.stdin.write(`{"name":"from stdin ${i}"}\n`)
  run.child.stdin.end()
  expect(await run.ended()).toBe(0)
  expect(JSON.parse(run.written.out)).toMatchObject({ read: 2_000, inserted: 2_000 })
})

test('Ctrl-C ends a command there and here, and says how far it came', async () => {
  const run = acervo(['import', 'shop.item', '-', '--format', 'ndjson', '--dry-run'])
  // More than a pipe holds: it drains only when the command in the other process asks for it.
  run.child.stdin.write('{"name":"not the last"}\n'.repeat(50_000))
  await once(run.child.stdin, 'drain')
  run.child.kill('SIGINT')
  expect(await run.ended()).toBe(130)
  expect(run.written.out).toMatch(/Cancelled after [\d,]+ rows/)
  expect(run.written.out).toContain('run it again')
})

test('the operator asks in SQL, and a mistake is shown at its place', async () => {
  const good = acervo(['sql', 'shop', '-c', 'select 1 as one, null as none', '--json'])
  expect(await good.ended()).toBe(0)
  expect(JSON.parse(good.written.out)).toMatchObject({
    columns: ['one', 'none'],
    rows: [['1', null]],
  })
  const bad = acervo(['sql', 'shop', '-c', 'select\n  nope from items'])
  expect(await bad.ended()).toBe(1)
  expect(bad.written.err).toContain('  2:   nope from items\n       ^')
})

test('the reader of an export may go away', async () => {
  const run = acervo(['export', 'shop.item'])
  run.child.stdout.destroy()
  expect(await run.ended()).toBe(141)
})

test('migrations are written, applied, clean and without drift after a start', async () => {
  for (const action of ['lint', 'drift']) {
    const run = acervo(['migrate', action])
    expect([action, await run.ended(), run.written.err]).toEqual([
      action,
      0,
      expect.stringMatching(action === 'drift' ? /declarations/ : /^$/),
    ])
  }
  const status = acervo(['migrate', 'status', '--json'])
  expect(await status.ended()).toBe(0)
  expect(JSON.parse(status.written.out)).toMatchObject([
    { database: 'shop', version: 1, pending: [], written: true },
  ])
})

test('SIGTERM closes cleanly: exit 0, socket and lock gone, and the next start finds the rows', async () => {
  const before = await countItems()
  server.child.kill('SIGTERM')
  expect(await server.ended()).toBe(0)
  expect(existsSync(join(data, 'control.sock'))).toBe(false)
  expect(existsSync(join(data, 'control.json'))).toBe(false)
  server = await start('--no-demo')
  expect(await countItems()).toBe(before)
})

test('after SIGKILL the next start takes lock and socket over', async () => {
  server.child.kill('SIGKILL')
  await server.ended()
  expect(existsSync(join(data, 'control.sock'))).toBe(true)
  server = await start()
  const health = acervo(['health'])
  expect(await health.ended()).toBe(0)
})

test('a signal that arrives twice is one wish: the close stays clean', async () => {
  server.child.kill('SIGINT')
  server.child.kill('SIGTERM')
  expect(await server.ended()).toBe(0)
  expect(existsSync(join(data, 'control.json'))).toBe(false)
  server = await start()
})

test('without a server a command opens the directory itself', async () => {
  server.child.kill('SIGINT')
  expect(await server.ended()).toBe(0)
  const run = acervo(['sql', 'shop', '-c', 'select 7 as seven', '--json'])
  expect(await run.ended()).toBe(0)
  expect(JSON.parse(run.written.out).rows).toEqual([['7']])
})

test('two commands at once on a directory nobody serves both get their answer', async () => {
  const runs = [1, 2].map((n) => acervo(['sql', 'shop', '-c', `select ${n}`, '--json']))
  expect(await Promise.all(runs.map((run) => run.ended()))).toEqual([0, 0])
  expect(runs.map((run) => JSON.parse(run.written.out).rows[0][0])).toEqual(['1', '2'])
})

test('a changed declaration is planned with its locks, written, applied and without drift', async () => {
  const changed = project.replace('amount:', 'note: varchar(50).optional(), amount:')
  writeFileSync(join(folder, 'acervo.config.ts'), changed)
  const plan = acervo(['migrate', 'plan'])
  expect(await plan.ended()).toBe(0)
  expect(plan.written.out).toMatch(/add column "?note"? varchar\(50\)/)
  expect(plan.written.out).toContain('-- locks: access exclusive on items')
  const unwritten = acervo(['migrate', 'status', '--json'])
  await unwritten.ended()
  expect(JSON.parse(unwritten.written.out)).toMatchObject([{ version: 1, written: false }])
  for (const [action, words] of [
    [['apply'], 'Declared, but in no file yet: shop'],
    [['write', 'add_note'], '0002_add_note.sql'],
    [['lint'], '0 findings'],
    [['apply'], '1 applied'],
    [['drift'], 'as declared'],
    [['plan'], 'up to date'],
  ] as const) {
    const run = acervo(['migrate', ...action])
    expect([action, await run.ended(), run.written.err]).toEqual([action, 0, expect.any(String)])
    expect(run.written.out).toContain(words)
  }
  // Nine processes, each with an engine of its own.
}, 180_000)

test('looking at a directory that holds nothing makes nothing', async () => {
  const other = join(folder, 'other')
  const run = acervo(['health', '--data', other])
  expect(await run.ended()).toBe(1)
  expect(run.written.err).toContain('ACV318')
  expect(existsSync(other)).toBe(false)
})

test.each([
  [['start', '--port', 'many'], {}, "--port is 'many'"],
  [['health'], { ACERVO_DATABSE_URL: 'x' }, 'ACERVO_DATABASE_URL'],
  [['start', '--systems', 'shp'], {}, "Perhaps you meant 'shop'"],
  [['start', '--databases', 'shp_*'], {}, "'shp_*' names no database"],
])('%j with %j is a mistake of use: exit 2', async (argv, environment, words) => {
  const run = acervo(argv, environment as Record<string, string>)
  expect(await run.ended()).toBe(2)
  expect(run.written.err).toContain(words)
})

test('errors are one JSON value for programs', async () => {
  const run = acervo(['databses', '--json'])
  expect(await run.ended()).toBe(2)
  expect(JSON.parse(run.written.err)).toMatchObject({
    error: { code: 'ACV605', hint: "Perhaps you meant 'databases'." },
  })
})

test('a port that is taken is told with the way out', async () => {
  const { createServer } = await import('node:net')
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const { port } = taken.address() as { port: number }
  const run = acervo(['start', '--port', String(port)])
  const code = await run.ended()
  taken.close()
  expect(code).toBe(2)
  expect(run.written.err).toContain('EADDRINUSE')
  expect(run.written.err).toContain('--port 0')
})

test('a first start says in the language of the locale what takes time, and ends at a wish', async () => {
  const elsewhere = join(folder, 'elsewhere')
  const run = acervo(['start', '--port', '0'], { ACERVO_DATA_DIR: elsewhere, LANG: 'es_ES.UTF-8' })
  await run.until('err', 'Migrando shop: initial …')
  run.child.kill('SIGINT')
  const code = await run.ended()
  expect(run.written.err).toContain('Cerrando …')
  expect([0, 130]).toContain(code)
  const again = acervo(['start', '--port', '0'], { ACERVO_DATA_DIR: elsewhere })
  await again.until('out', 'Next:')
  again.child.kill('SIGINT')
  expect(await again.ended()).toBe(0)
})
