// Short reads that share a connection when none is free: each is answered by itself, as if it were alone.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  nobody,
  onPostgres,
  openTestDatabase,
  statement,
  type TestDatabase,
} from '../../../test/support/database/database.ts'
import { limits } from '../limits.ts'
import type { Context, Direct, Result, Statement } from '../target.ts'
import type { PostgresTarget } from './target.ts'

const brief = { brief: true }
const named = (name: string, text: string, values: readonly unknown[] = []): Statement => ({
  text,
  values,
  name,
})
const claim = named('claim', `select current_setting('acervo.tenant', true)`)
const divide = (by: number) => named('divide', 'select 12 / $1::int', [by])
const waitFor = (key: number) =>
  named('wait', 'select pg_advisory_xact_lock($1::bigint)::text', [key])
const as = (tenant: string): Context => ({ settings: { 'acervo.tenant': tenant } })
const someone = as('a')
const cell = ([result]: readonly Result[]) => result?.rows[0]?.[0]

onPostgres(() => {
  let database: TestDatabase
  let admin: Direct
  let target: PostgresTarget

  beforeAll(async () => {
    database = await openTestDatabase('postgres')
    admin = await database.target.direct()
  })
  afterAll(async () => {
    await admin?.close()
    await database?.close()
  })
  beforeEach(async () => {
    target = await database.open('connection_limit=1&pool_timeout=1')
    // The server knows the statements: only then is anything sent ahead.
    for (const one of [claim, divide(1), waitFor(0)]) await target.group(as('first'), [one], brief)
  })
  afterEach(async () => {
    await admin.script('select pg_advisory_unlock_all()')
    await target.close()
  })

  const lock = (key: number) => admin.query(statement('select pg_advisory_lock($1)', [key]))
  const unlock = (key: number) => admin.query(statement('select pg_advisory_unlock($1)', [key]))

  async function untilWaiting(key: number): Promise<void> {
    const waiting = `select from pg_locks where locktype = 'advisory' and objid = $1 and not granted`
    for (let attempt = 0; attempt < 5_000; attempt++)
      if ((await admin.query(statement(waiting, [key]))).count > 0) return
    throw new Error('nobody waits')
  }

  /** One that was sent behind another, which is answered; it waits for lock 9. Not awaited: in an object. */
  async function leftWaiting(): Promise<{ behind: Promise<readonly Result[]> }> {
    await lock(8)
    await lock(9)
    const first = target.group(as('a'), [waitFor(8)], brief)
    await untilWaiting(8)
    const behind = target.group(as('b'), [waitFor(9)], brief)
    await unlock(8)
    await first
    await untilWaiting(9)
    return { behind }
  }

  test('2,000 reads of mixed contexts over one connection see no foreign value', async () => {
    const names = Array.from({ length: 2_000 }, (_, at) => `tenant ${at}`)
    const seen: unknown[] = []
    let most = 0
    const read = async (from: number): Promise<void> => {
      for (let at = from; at < names.length; at += 4) {
        const asked = target.group(as(names[at] as string), [claim], brief)
        most = Math.max(most, target.pool.findRoom()?.riders ?? 0)
        seen[at] = cell(await asked)
      }
    }
    await Promise.all([0, 1, 2, 3].map(read))
    expect(seen).toEqual(names)
    expect(most).toBeGreaterThan(0)
    expect(target.pool.open).toBe(1)
    expect(cell(await target.group(nobody, [claim], brief))).toBeOneOf([null, ''])
  })

  test('one that fails fails alone', async () => {
    const asked = [1, 0, 3, 0].map((by) => target.group(someone, [divide(by)], brief))
    const settled = await Promise.allSettled(asked)
    expect(
      settled.map((one) => (one.status === 'fulfilled' ? cell(one.value) : 'refused')),
    ).toEqual(['12', 'refused', '4', 'refused'])
    expect(cell(await target.group(someone, [divide(2)], brief))).toBe('6')
    expect(target.pool.open).toBe(1)
  })

  test('no more than a few share a connection; the rest waits for its turn', async () => {
    await lock(1)
    const first = target.group(someone, [waitFor(1)], brief)
    await untilWaiting(1)
    const rest = Array.from({ length: limits.ridersMax }, () =>
      target.group(someone, [claim], brief),
    )
    expect(target.pool.findRoom()).toBeUndefined()
    await expect(target.group(someone, [claim], brief)).rejects.toMatchObject({ code: 'ACV311' })
    await unlock(1)
    await Promise.all([first, ...rest])
    expect(target.pool.idle).toBe(1)
  })

  test('nobody shares a connection with a transaction or with longer work', async () => {
    await target.transaction(nobody, async () => {
      await expect(target.group(someone, [claim], brief)).rejects.toMatchObject({ code: 'ACV311' })
    })
    await lock(2)
    const long = target.group(someone, [waitFor(2)])
    await untilWaiting(2)
    await expect(target.group(someone, [claim], brief)).rejects.toMatchObject({ code: 'ACV311' })
    await unlock(2)
    await long
    // Nor is longer work sent behind a short one.
    await lock(3)
    const short = target.group(someone, [waitFor(3)], brief)
    await untilWaiting(3)
    await expect(target.group(someone, [claim])).rejects.toMatchObject({ code: 'ACV311' })
    await unlock(3)
    await short
  })

  test('whoever gives up while another runs is told at once, and nobody else notices', async () => {
    await lock(4)
    const first = target.group(as('a'), [waitFor(4)], brief)
    await untilWaiting(4)
    const controller = new AbortController()
    const given = target.group(as('b'), [claim], { ...brief, signal: controller.signal })
    const hurried = target.group(as('c'), [claim], { ...brief, timeoutMs: 20 })
    const last = target.group(as('d'), [claim], brief)
    controller.abort()
    await expect(given).rejects.toMatchObject({ code: 'ACV308' })
    await expect(hurried).rejects.toMatchObject({ code: 'ACV307' })
    await unlock(4)
    await first
    expect(cell(await last)).toBe('d')
    // Its answer came and was thrown away: the next one is asked and answered in order.
    expect(cell(await target.group(as('e'), [claim], brief))).toBe('e')
    expect(target.pool.open).toBe(1)
  })

  test('one that is given up while it runs takes nobody with it', async () => {
    await lock(5)
    const controller = new AbortController()
    const stuck = target.group(as('a'), [waitFor(5)], { ...brief, signal: controller.signal })
    const refused = expect(stuck).rejects.toMatchObject({ code: 'ACV308' })
    await untilWaiting(5)
    const behind = target.group(as('b'), [claim], brief)
    controller.abort()
    await refused
    expect(cell(await behind)).toBe('b')
    await unlock(5)
    expect(cell(await target.group(as('c'), [claim], brief))).toBe('c')
  })

  test('one that is stopped for the sake of another is asked again', async () => {
    const { behind } = await leftWaiting()
    await admin.script(
      `select pg_cancel_backend(pid) from pg_locks where locktype = 'advisory' and objid = 9 and not granted`,
    )
    await unlock(9)
    expect(cell(await behind)).toBe('')
  })

  test('a connection is busy until the last one on it is answered', async () => {
    const { behind } = await leftWaiting()
    await expect(target.group(someone, [claim])).rejects.toMatchObject({ code: 'ACV311' })
    await unlock(9)
    await behind
    expect(target.pool.idle).toBe(1)
  })

  test('a connection that is lost is lost for the one that runs; the others are asked again', async () => {
    await lock(6)
    const first = target.group(as('a'), [waitFor(6)], brief).catch((error: unknown) => error)
    await untilWaiting(6)
    const behind = target.group(as('b'), [claim], brief)
    await admin.script(
      `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and objid = 6 and not granted`,
    )
    expect(await first).toMatchObject({ code: 'ACV301' })
    expect(cell(await behind)).toBe('b')
    await unlock(6)
  })

  test('statements that the server has forgotten are prepared again', async () => {
    await lock(7)
    const first = target.transaction(nobody, (session) =>
      session.group([statement('deallocate all')]),
    )
    await first
    const asked = ['a', 'b', 'c'].map((name) => target.group(as(name), [claim], brief))
    expect((await Promise.all(asked)).map(cell)).toEqual(['a', 'b', 'c'])
    await unlock(7)
  })
})
