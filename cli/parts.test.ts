// A fleet in real processes on one small project: migrated with what came of each database told, then served by two
// processes, one for each database, that together do what one does.
import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openTestDatabase, type TestDatabase } from '../test/support/database/database.ts'
import { onPostgres } from '../test/support/database.ts'

const folder = mkdtempSync(join(tmpdir(), 'acervo-parts-'))
const data = join(folder, '.acervo')
const program = join(import.meta.dirname, '..', 'bin', 'acervo.js')
const children = new Set<ChildProcessWithoutNullStreams>()
let there: TestDatabase

const project = `
import {
  defineConfig, defineConsumer, defineDatabase, defineSystem, defineTable, emits, inbox, integer, outbox, refersTo,
} from 'acervo'
const order = defineTable('orders', { number: integer() }, [
  emits('Order', { OrderMade: { when: 'number > 0', payload: { number: 'number' } } }),
])
const entry = defineTable('entries', { number: integer(), orderId: refersTo('sales.order').optional() })
const sales = defineDatabase({
  schema: 'p_sales', name: 'sales', area: 'front',
  tables: { order, outboxEvent: defineTable('outbox_events', {}, [outbox()]) },
})
const ledger = defineDatabase({
  schema: 'p_ledger', name: 'ledger', area: 'back',
  tables: { entry, inboxEvent: defineTable('inbox_events', {}, [inbox()]) },
})
const onOrder = defineConsumer({
  name: 'on-order', database: 'ledger', from: 'sales', events: ['OrderMade'], makes: ['entry'],
  handle: async ({ payload }, { tx, makeId }) => {
    await tx.ledger.entry.create({ data: { id: makeId('entry'), number: payload.number } })
  },
})
export default defineConfig({
  systems: [
    defineSystem({ name: 'parts', databases: [ledger, sales], consumers: [onOrder], home: import.meta.dirname }),
  ],
})
`

const environment = () => ({
  PATH: process.env.PATH,
  ACERVO_DATA_DIR: data,
  ACERVO_DATABASE_URL: there.run,
  ACERVO_MIGRATE_URL: there.migrate,
})

function acervo(argv: readonly string[], more: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...argv], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...environment(), ...more },
  })
  return { code: status, out: stdout, err: stderr }
}

async function serve(...words: readonly string[]): Promise<string> {
  const argv = [program, 'start', '--json', '--port', '0', '--databases', words.join()]
  const child = spawn(process.execPath, argv, { cwd: folder, env: environment() })
  children.add(child)
  const [line] = await Promise.race([
    once(child.stdout, 'data'),
    once(child.stderr, 'data').then(([text]) => Promise.reject(new Error(String(text)))),
  ])
  return JSON.parse(String(line)).address
}

// biome-ignore lint/suspicious/noExplicitAny: answers of every shape are looked into.
async function ask(address: string, path: string, body?: object): Promise<any> {
  const [{ key }] = JSON.parse(readFileSync(join(data, 'credentials.json'), 'utf8')).keys
  const answer = await fetch(`${address}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return answer.json()
}

onPostgres(() => {
  beforeAll(async () => {
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }))
    writeFileSync(join(folder, 'acervo.config.ts'), project)
    there = await openTestDatabase('postgres')
    expect(acervo(['migrate', 'write', 'initial'])).toMatchObject({ code: 0 })
  }, 60_000)
  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL')
    await there?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test('what came of each database is told by line, by value and by exit code', () => {
    const file = join(folder, 'migrations', 'ledger', '0002_more.sql')
    writeFileSync(
      file,
      '-- acervo: transactional\n\n-- step: more\n-- locks: none\nselect 1 / 0;\n',
    )
    const failed = acervo(['migrate', 'apply'])
    expect(failed.code).toBe(1)
    expect(failed.err).toMatch(/1 of 2 sales: applied, \d\.\d s\n2 of 2 ledger: failed/)
    expect(failed.err).toContain('ACV400 the migration 2 more failed')
    expect(failed.out).toContain('1 of 2 databases are done. Mend the cause')
    const again = acervo(['migrate', 'apply', '--json'])
    expect(again.code).toBe(1)
    expect(JSON.parse(again.out).databases).toMatchObject([
      { database: 'sales', state: 'current', files: [] },
      {
        database: 'ledger',
        state: 'failed',
        seconds: expect.any(Number),
        error: { code: 'ACV400' },
      },
    ])
    rmSync(file)
    const mended = acervo(['migrate', 'apply'], { LC_ALL: 'es_ES.UTF-8' })
    expect(mended).toMatchObject({ code: 0, err: expect.stringContaining('2 de 2') })
  }, 60_000)

  test('a data directory is not served in a part that needs the other, and none is made', () => {
    const other = join(folder, 'other')
    const embedded = { ACERVO_DATABASE_URL: '', ACERVO_MIGRATE_URL: '', ACERVO_DATA_DIR: other }
    const { code, err } = acervo(['start', '--databases', 'p_sales'], embedded)
    expect(code).toBe(1)
    expect(err).toContain('ACV324')
    expect(err).toContain('Left out, and needed by what is served: p_ledger')
    expect(existsSync(other)).toBe(false)
  })

  test('a placement that names a server for every database needs no other address', () => {
    const place = { run: there.run, migrate: there.migrate }
    writeFileSync(join(folder, 'fleet.json'), JSON.stringify({ '*': place }))
    const placed = {
      ACERVO_DATABASE_URL: '',
      ACERVO_MIGRATE_URL: '',
      ACERVO_PLACEMENT: 'fleet.json',
    }
    const none = { ...placed, ACERVO_DATA_DIR: join(folder, 'none') }
    const { code, out } = acervo(['databases', '--json'], none)
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject([{ health: 'ok' }, { health: 'ok' }])
  })

  test('two processes serve a database each, and what one is told the other knows', async () => {
    const [front, back] = await Promise.all([serve('area:front'), serve('p_ledger')])
    await ask(front, '/v1/sales/orders', { number: 7 })
    await vi.waitFor(
      async () => {
        const { data: entries } = await ask(back, '/v1/ledger/entries')
        expect(entries).toMatchObject([{ number: 7 }])
      },
      { timeout: 20_000, interval: 100 },
    )
    expect(await ask(front, '/v1/ledger/entries')).toMatchObject({ status: 404, code: 'ACV212' })
    expect(await ask(back, '/v1/sales/orders')).toMatchObject({ status: 404, code: 'ACV212' })
    expect(await ask(front, '/v1/health')).toMatchObject({ databases: { sales: true } })
  }, 60_000)
})
