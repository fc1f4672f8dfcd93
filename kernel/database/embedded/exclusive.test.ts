// The one session of the embedded engine: turns, bounded waits, and a transaction that calls its own target.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Exclusive } from './exclusive.ts'
import { openEmbedded } from './open.ts'
import type { EmbeddedTarget } from './target.ts'

const one = { text: 'select 1', values: [] }
const nobody = { settings: {} }

let target: EmbeddedTarget
beforeAll(async () => {
  target = await openEmbedded({ waitMs: 100 })
  const direct = await target.direct()
  await direct.script('create role acervo_app')
  await direct.close()
})
afterAll(() => target?.close())

test('turns are given in the order of asking', async () => {
  const session = new Exclusive()
  const order: number[] = []
  await Promise.all([1, 2, 3].map((turn) => session.run(async () => void order.push(turn))))
  expect(order).toEqual([1, 2, 3])
})

test('giving the session back twice serves one waiter, not two', async () => {
  const session = new Exclusive()
  const release = await session.acquire()
  const second = session.acquire()
  const third = session.acquire()
  release()
  release()
  const releaseSecond = await second
  expect(session.waiting).toBe(1)
  releaseSecond()
  ;(await third)()
})

test('a call on the target inside its own transaction ends with a hint instead of hanging', async () => {
  const work = target.transaction(nobody, () => target.group(nobody, [one]))
  await expect(work).rejects.toMatchObject({
    code: 'ACV311',
    hint: expect.stringContaining('session'),
  })
  expect(await target.group(nobody, [one])).toHaveLength(1)
})

test("a request's own time limit bounds its wait for the session", async () => {
  const session = new Exclusive()
  const release = await session.acquire()
  await expect(session.acquire({ timeoutMs: 20 })).rejects.toMatchObject({ code: 'ACV311' })
  release()
})

test('whoever gives up waiting leaves the queue', async () => {
  const session = new Exclusive()
  const release = await session.acquire()
  const controller = new AbortController()
  const waiting = session.acquire({ signal: controller.signal })
  controller.abort()
  await expect(waiting).rejects.toMatchObject({ code: 'ACV308' })
  expect(session.waiting).toBe(0)
  release()
})

test('while the migrator holds the session everybody waits, and closing it lets them through', async () => {
  const direct = await target.direct()
  await direct.script('create temp table only_mine ()')
  const waiting = target.group(nobody, [{ text: `select to_regclass('only_mine')`, values: [] }])
  await direct.close()
  expect((await waiting)[0]?.rows).toEqual([[null]])
  await expect(direct.script('select 1')).rejects.toMatchObject({ code: 'ACV300' })
})

test('closing waits for the running transaction and refuses whoever comes later', async () => {
  const own = await openEmbedded()
  const direct = await own.direct()
  await direct.script('create role acervo_app')
  await direct.close()
  const { promise: started, resolve: start } = Promise.withResolvers<void>()
  const { promise: go, resolve: finish } = Promise.withResolvers<void>()
  const running = own.transaction(nobody, async (session) => {
    start()
    await go
    return (await session.query(one)).rows
  })
  await started
  const closed = own.close()
  await expect(own.group(nobody, [one])).rejects.toMatchObject({ code: 'ACV301' })
  finish()
  expect(await running).toEqual([['1']])
  await closed
})
