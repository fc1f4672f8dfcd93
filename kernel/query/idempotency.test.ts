import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  nobody,
  onEachEngine,
  openTestDatabase,
  type TestDatabase,
} from '../../test/support/query/database.ts'
import { press } from '../../test/support/query/press.ts'
import { type Once, type Outcome, runOnce, sweepAnswers } from './idempotency.ts'

onEachEngine((engine) => {
  let db: TestDatabase
  beforeAll(async () => {
    db = await openTestDatabase(engine, press)
  })
  afterAll(() => db?.close())

  const once = (more: Partial<Once> = {}): Once => ({
    principal: 'user:1',
    route: 'POST /v1/x',
    key: 'k',
    fingerprint: 'f',
    ...more,
  })
  const answer = (text: string) => async () => ({ status: 201, answer: text })
  const within = <T>(
    body: Parameters<ReturnType<TestDatabase['targets']['of']>['transaction']>[1],
  ) => db.targets.of('press').transaction(nobody, body) as Promise<T>

  test('a repetition gets the first answer and runs nothing', async () => {
    const first = await within((session) => runOnce(session, once(), answer('one')))
    const second = await within((session) => runOnce(session, once(), answer('two')))
    expect(first).toEqual({ replayed: false, status: 201, answer: 'one' })
    expect(second).toEqual({ replayed: true, status: 201, answer: 'one' })
  })

  test('the same key for another request is ACV610; for another principal it is free', async () => {
    const other = within((session) => runOnce(session, once({ fingerprint: 'g' }), answer('x')))
    await expect(other).rejects.toMatchObject({ code: 'ACV610' })
    expect(
      await within((session) => runOnce(session, once({ principal: 'user:2' }), answer('y'))),
    ).toMatchObject({ replayed: false })
  })

  test('a failed request leaves its key free', async () => {
    const failed = within((session) =>
      runOnce(session, once({ key: 'fail' }), () => Promise.reject(new Error('no'))),
    )
    await expect(failed).rejects.toThrow('no')
    expect(
      await within((session) => runOnce(session, once({ key: 'fail' }), answer('z'))),
    ).toMatchObject({ replayed: false })
  })

  test('two at once run once: the other is told to wait, or waits', async () => {
    const slow = once({ key: 'slow' })
    if (engine === 'embedded') {
      const both = [1, 2].map(() => within((session) => runOnce(session, slow, answer('w'))))
      const outcomes = (await Promise.all(both)) as Outcome[]
      expect(outcomes.map(({ replayed }) => replayed)).toEqual([false, true])
      return
    }
    await within((session) =>
      runOnce(session, slow, async () => {
        const meanwhile = within((other) => runOnce(other, slow, answer('w')))
        await expect(meanwhile).rejects.toMatchObject({ code: 'ACV611' })
        return { status: 200, answer: '' }
      }),
    )
  })

  test('an answer expires after a day and is swept', async () => {
    await within((session) => runOnce(session, once({ key: 'old' }), answer('old')))
    await db.query(
      `update acervo.idempotency set created_at = created_at - interval '25 hours' where key = 'old'`,
    )
    expect(
      await within((session) =>
        runOnce(session, once({ key: 'old', fingerprint: 'new' }), answer('new')),
      ),
    ).toMatchObject({ replayed: false })
    await db.query(
      `update acervo.idempotency set created_at = created_at - interval '25 hours' where key = 'old'`,
    )
    expect(await within(sweepAnswers)).toBe(1)
  })

  test('answers that have expired go as new ones come', async () => {
    await db.query(`insert into acervo.idempotency
      select 'user:3', 'r', g::text, 'f', 200, '', now() - interval '25 hours' from generate_series(1, 15) g`)
    const left = async () =>
      (await db.query(`select count(*) from acervo.idempotency where principal = 'user:3'`)).rows
    await within((session) => runOnce(session, once({ key: 'first' }), answer('1')))
    expect(await left()).toEqual([['5']])
    await within((session) => runOnce(session, once({ key: 'second' }), answer('2')))
    expect(await left()).toEqual([['0']])
  })

  test('the request path reaches answers only through the functions', async () => {
    const read = within((session) =>
      session.query({ text: 'select * from acervo.idempotency', values: [] }),
    )
    await expect(read).rejects.toMatchObject({ code: 'ACV306' })
  })
})
