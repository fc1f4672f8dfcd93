// What an inbox promises whoever sends: each event has its effect once, in the order of its aggregate, whatever
// the order, the number and the company in which deliveries come.
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { onEachEngine } from '../../../test/support/database.ts'
import { type Ledger, openLedger } from '../../../test/support/work.ts'
import { type Inbox, openInbox } from './inbox.ts'
import { findSubscription } from './subscription.ts'

onEachEngine(() => {
  let ledger: Ledger
  let inbox: Inbox
  let errors: unknown[] = []
  /** Amounts at which the handler fails. */
  const failing = new Set<string>()

  beforeAll(async () => {
    ledger = await openLedger(({ payload }) => {
      if (failing.has(String(payload.amount))) throw new Error('the handler fails here')
    })
    const { acervo } = ledger.platform
    const subscription = findSubscription(acervo.model, 'ledger')
    inbox = await openInbox({
      platform: acervo,
      subscription,
      onError: (error) => errors.push(error),
    })
  })
  afterAll(() => ledger?.platform.close())
  beforeEach(async () => {
    failing.clear()
    errors = []
    await ledger.empty()
  })

  /** One order placed, then priced anew `changes` times. */
  async function placeAndChange(number: number, changes: number): Promise<void> {
    await ledger.place([number])
    const { order } = ledger.platform.db.sales
    for (let at = 1; at <= changes; at++)
      await order.updateMany({ where: { number }, data: { amount: `${number + at * 100}.00` } })
  }
  /** As if its time had come, or were far. */
  const due = (at = '2020-01-01') =>
    ledger.platform.query('update t_ledger.inbox_events set available_at = $1', [at])
  const cell = async (text: string) => (await ledger.platform.query(text)).rows[0]?.[0]

  test('what arrives has its effect once, however often it is delivered', async () => {
    await ledger.place([1, 2, 3])
    const bodies = await ledger.bodies()
    await inbox.receive(bodies)
    await inbox.receive(bodies)
    await inbox.receive([...bodies, ...bodies])
    expect(await ledger.inbox()).toEqual(Array(3).fill('1 APPLIED'))
    expect((await ledger.entries()).length).toBe(3)
    expect(errors).toEqual([])
  })

  test('an event that comes too early waits, and follows the one it waited for', async () => {
    await placeAndChange(1, 3)
    const bodies = await ledger.bodies()
    await inbox.receive(bodies.slice(1))
    expect(await ledger.inbox()).toEqual(['2 WAITING', '3 WAITING', '4 WAITING'])
    expect(await ledger.entries()).toEqual([])
    await inbox.receive(bodies.slice(0, 1))
    expect(await ledger.inbox()).toEqual(['1 APPLIED', '2 APPLIED', '3 APPLIED', '4 APPLIED'])
    expect((await ledger.entries()).map(([amount]) => amount)).toEqual([
      '1.00',
      '101.00',
      '201.00',
      '301.00',
    ])
  })

  test('more successors than one look answers all follow', async () => {
    await placeAndChange(1, 150)
    const bodies = await ledger.bodies()
    await inbox.receive(bodies.slice(1))
    await inbox.receive(bodies.slice(0, 1))
    expect((await ledger.entries()).length).toBe(151)
    expect(new Set(await ledger.inbox()).size).toBe(151)
  })

  test('shuffled, doubled and in pieces of any size, each aggregate ends in its order', async () => {
    await placeAndChange(1, 5)
    await placeAndChange(2, 3)
    await ledger.place([3, 4, 5])
    const bodies = await ledger.bodies()
    const places = fc.shuffledSubarray([...bodies.keys(), ...bodies.keys()], {
      minLength: bodies.length * 2,
      maxLength: bodies.length * 2,
    })
    await fc.assert(
      fc.asyncProperty(places, fc.integer({ min: 1, max: 9 }), async (order, size) => {
        await ledger.platform.query(
          'truncate t_ledger.entries, t_ledger.inbox_events, acervo.inbox_cursor',
        )
        for (let at = 0; at < order.length; at += size)
          await inbox.receive(order.slice(at, at + size).map((place) => bodies[place] ?? ''))
        const byOrder = await cell(
          `select string_agg(seqs, ' ' order by seqs) from (
            select string_agg(seq::text, '' order by id_at) as seqs
            from (select e.order_id, e.seq, e.ctid as id_at from t_ledger.entries e) x group by order_id) y`,
        )
        expect(byOrder).toBe('1 1 1 1234 123456')
      }),
      { numRuns: 15 },
    )
  })

  test('a handler that fails leaves nothing behind, and only its aggregate waits', async () => {
    await placeAndChange(1, 2)
    await ledger.place([2, 3])
    failing.add('101.00')
    await inbox.receive(await ledger.bodies())
    expect((await ledger.entries()).map(([amount]) => amount).sort()).toEqual([
      '1.00',
      '2.00',
      '3.00',
    ])
    const error = await cell('select last_error from t_ledger.inbox_events where attempts > 0')
    expect(error).toContain('the handler fails here')
    failing.clear()
    // Not before its time, whatever arrives for its aggregate.
    await due('2100-01-01')
    expect(await inbox.retryDue()).toBe(0)
    await inbox.receive(await ledger.bodies())
    expect((await ledger.entries()).length).toBe(3)
    await due()
    expect(await inbox.retryDue()).toBe(2)
    expect((await ledger.entries()).length).toBe(5)
  })

  test('after five tries an event is dead; redriven it and its successors follow in order', async () => {
    await placeAndChange(1, 2)
    failing.add('1.00')
    const bodies = await ledger.bodies()
    await inbox.receive(bodies)
    for (let again = 0; again < 10; again++) {
      await due()
      await inbox.retryDue()
    }
    expect(await ledger.inbox()).toEqual(['1 DEAD', '2 WAITING', '3 WAITING'])
    expect(await cell('select max(attempts) from t_ledger.inbox_events')).toBe('5')
    failing.clear()
    // Dead is dead, whatever arrives for its aggregate.
    await inbox.receive(bodies)
    expect(await ledger.entries()).toEqual([])
    const id = String(
      await cell("select event_id from t_ledger.inbox_events where status = 'DEAD'"),
    )
    expect(await inbox.redrive(id)).toBe(true)
    expect((await ledger.entries()).map(([amount]) => amount)).toEqual(['1.00', '101.00', '201.00'])
    expect(await inbox.redrive(id)).toBe(false)
  })

  test('what is no event is kept with the reason, and its neighbours go on', async () => {
    await ledger.place([1])
    const [body = ''] = await ledger.bodies()
    const other = { ...JSON.parse(body), id: '0192f0c1-2d3e-7a4b-8c5d-6e7f8a9b0c1d' }
    const strangers = ['', 'no JSON', '[]', '{"specversion":"1.0"}', `{"a":"\\u0000"}`, '\0']
    const odd = [
      { ...other, sequence: '0' },
      { ...other, time: '2026-13-45T00:00:00Z' },
      { ...other, sequence: '2', time: '275000-01-01T00:00:00Z' },
    ].map((envelope) => JSON.stringify(envelope))
    await inbox.receive([...strangers, ...odd, body])
    expect(await ledger.inbox()).toEqual(['1 APPLIED'])
    expect(await cell('select count(*) from acervo.rejected_event')).toBe(String(9))
    // Another event with a number that was given already.
    await inbox.receive([JSON.stringify(other)])
    const reason = await cell(
      'select reason from acervo.rejected_event order by received_at desc limit 1',
    )
    expect(reason).toBe('another event is number 1 of its aggregate')
    expect((await ledger.entries()).length).toBe(1)
  })

  test('a payload that does not fit is dead at once and can be redriven', async () => {
    await ledger.place([1])
    const [body = ''] = await ledger.bodies()
    await inbox.receive([JSON.stringify({ ...JSON.parse(body), data: { orderId: 'no uuid' } })])
    expect(await ledger.inbox()).toEqual(['1 DEAD'])
    const error = await cell('select last_error from t_ledger.inbox_events')
    expect(error).toMatch(/ACV510.*amount/)
  })

  test('an older version is lifted, and one that nobody knows is told', async () => {
    await placeAndChange(1, 1)
    const [first = '', second = ''] = await ledger.bodies()
    const old = { ...JSON.parse(second), eventversion: 1, data: { price: '7.50' } }
    await inbox.receive([first, JSON.stringify(old)])
    expect((await ledger.entries()).map(([amount]) => amount)).toEqual(['1.00', '7.50'])
    const next = {
      ...old,
      id: '0192f0c1-2d3e-7a4b-8c5d-6e7f8a9b0c1d',
      sequence: '3',
      eventversion: 3,
    }
    await inbox.receive([JSON.stringify(next)])
    expect(
      await cell("select last_error from t_ledger.inbox_events where status = 'DEAD'"),
    ).toMatch(/version 3 is newer than 2/)
  })

  test('events of aggregates that nobody handles are let pass', async () => {
    await ledger.place([1])
    const [body = ''] = await ledger.bodies()
    await inbox.receive([JSON.stringify({ ...JSON.parse(body), aggregatetype: 'Basket' })])
    expect(await ledger.inbox()).toEqual([])
  })

  test('two processes that get the same deliveries apply each event once', async () => {
    await placeAndChange(1, 20)
    await ledger.place(Array.from({ length: 40 }, (_, at) => at + 2))
    const bodies = await ledger.bodies()
    const { acervo } = ledger.platform
    const subscription = findSubscription(acervo.model, 'ledger')
    const other = await openInbox({ platform: acervo, subscription, batchMax: 7 })
    await Promise.all([inbox.receive(bodies), other.receive(bodies.toReversed())])
    expect((await ledger.entries()).length).toBe(61)
    expect(await cell('select count(distinct event_id) from t_ledger.entries')).toBe('61')
  })

  test('a handler acts in the name of its consumer, as the worker', async () => {
    const seen: string[] = []
    const told = await openLedger(async (_, { session }) => {
      const { rows } = await (session as { query(s: object): Promise<{ rows: string[][] }> }).query(
        {
          text: "select current_setting('acervo.actor'), current_user",
          values: [],
        },
      )
      seen.push(rows[0]?.join(' ') ?? '')
    })
    try {
      const { acervo } = told.platform
      const own = await openInbox({
        platform: acervo,
        subscription: findSubscription(acervo.model, 'ledger'),
      })
      await told.place([1])
      await own.receive(await told.bodies())
      expect(seen).toEqual(['service:on-order acervo_worker'])
    } finally {
      await told.platform.close()
    }
  })
})
