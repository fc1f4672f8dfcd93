// How connections are shared: one budget for the process, bounded waits, nothing kept longer than needed.

import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  nobody,
  onPostgres,
  openTestDatabase,
  statement,
  type TestDatabase,
} from '../../../test/support/database/database.ts'
import { openTargets } from '../targets.ts'
import { ConnectionBudget } from './budget.ts'
import { parseConnectionString } from './connection-string.ts'
import { PostgresTarget } from './target.ts'

const one = statement('select 1')
const slow = statement('select pg_sleep(0.02)')

onPostgres(() => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await openTestDatabase('postgres')
  })
  afterAll(() => database?.close())

  /** Other names for the same server: each is a target of its own. */
  function near(budget: ConnectionBudget, place: string, idleMs?: number): PostgresTarget {
    const url = new URL(database.run)
    const [host, name] = place.split('/')
    url.hostname = host as string
    if (name !== undefined) url.pathname = name
    const run = parseConnectionString(url.href)
    return new PostgresTarget({ run, budget, ...(idleMs === undefined ? {} : { idleMs }) })
  }

  test('all targets together stay within the budget, and everybody is served', async () => {
    const budget = new ConnectionBudget(3)
    const places = ['127.0.0.1', 'localhost', '127.0.0.1/postgres', 'localhost/postgres']
    const targets = places.map((place) => near(budget, place))
    let most = 0
    const work = targets.flatMap((target) =>
      Array.from({ length: 25 }, async () => {
        await target.group(nobody, [slow])
        most = Math.max(most, budget.open)
      }),
    )
    await Promise.all(work)
    expect(most).toBe(3)
    expect(budget.waiting).toBe(0)
    await Promise.all(targets.map((target) => target.close()))
    expect(budget.open).toBe(0)
  })

  test('whoever waits too long for a connection is told what is taken', async () => {
    const target = await database.open('connection_limit=1&pool_timeout=1')
    const held = target.transaction(nobody, () => {
      const waiting = target.group(nobody, [one])
      return expect(waiting).rejects.toMatchObject({
        code: 'ACV311',
        details: expect.stringContaining('1 of 1 open'),
      })
    })
    await held
    await target.close()
  })

  test("a request's own time limit bounds its wait for a connection", async () => {
    const target = await database.open('connection_limit=1&pool_timeout=30')
    await target.transaction(nobody, () => {
      const waiting = target.group(nobody, [one], { timeoutMs: 30 })
      return expect(waiting).rejects.toMatchObject({ code: 'ACV311' })
    })
    await target.close()
  })

  test('whoever gives up waiting takes no connection', async () => {
    const target = await database.open('connection_limit=1')
    const controller = new AbortController()
    await target.transaction(nobody, async () => {
      const waiting = target.group(nobody, [one], { signal: controller.signal })
      const refused = expect(waiting).rejects.toMatchObject({ code: 'ACV308' })
      controller.abort()
      await refused
    })
    expect(target.pool.idle).toBe(1)
    await target.close()
  })

  test('an idle connection is closed after a while', async () => {
    const target = near(new ConnectionBudget(2), '127.0.0.1', 20)
    await target.group(nobody, [one])
    expect(target.pool.open).toBe(1)
    await expect.poll(() => target.pool.open).toBe(0)
    await target.group(nobody, [one])
    await target.close()
  })

  test('closing waits for running work and refuses new work', async () => {
    const target = await database.open('')
    const running = target.group(nobody, [statement('select pg_sleep(0.1), 5')])
    await expect.poll(() => target.pool.open).toBe(1)
    const closed = target.close()
    await expect(target.group(nobody, [one])).rejects.toMatchObject({ code: 'ACV301' })
    expect((await running)[0]?.rows[0]?.[1]).toBe('5')
    await closed
    expect(target.pool.open).toBe(0)
  })

  test('databases placed on one server share one target', async () => {
    const targets = await openTargets({
      databases: ['sf_one', 'sf_two', 'other'],
      placement: { 'sf_*': { run: database.run } },
    })
    expect(targets.of('sf_one')).toBe(targets.of('sf_two'))
    expect(targets.of('other').engine).toBe('embedded')
    expect(targets.all()).toHaveLength(2)
    expect(() => targets.of('sf_thre')).toThrow(expect.objectContaining({ code: 'ACV201' }))
    await targets.close()
  })

  test('a direct session refuses a transaction pooler', async () => {
    const targets = await openTargets({
      databases: ['a'],
      run: database.run,
      migrate: `${database.migrate}?pgbouncer=true`,
    })
    await expect(targets.of('a').direct()).rejects.toMatchObject({ code: 'ACV316' })
    await targets.close()
  })
})

test('a server below 15 is refused at once', async () => {
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () => {
      const ready = Buffer.concat([
        Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0]),
        parameterStatus('server_version', '14.9 (Debian 14.9-1)'),
        Buffer.from([0x5a, 0, 0, 0, 5, 0x49]),
      ])
      socket.write(ready)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const run = parseConnectionString(`postgres://a@127.0.0.1:${port}/old`)
  const target = new PostgresTarget({ run, budget: new ConnectionBudget() })
  await expect(target.serverVersion()).rejects.toMatchObject({
    code: 'ACV312',
    details: expect.stringContaining('140009'),
  })
  await target.close()
  server.close()
})

function parameterStatus(name: string, value: string): Buffer {
  const body = Buffer.from(`${name}\0${value}\0`)
  const head = Buffer.from([0x53, 0, 0, 0, 0])
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}
