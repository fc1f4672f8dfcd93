// What operators see of events and do with those that were put aside.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { onEachEngine } from '../../../test/support/database.ts'
import { type Ledger, openLedger } from '../../../test/support/work.ts'
import { type Inbox, openInbox } from '../inbox/inbox.ts'
import { findSubscription } from '../inbox/subscription.ts'
import { createPostgresTransport } from '../stream/postgres-transport.ts'
import type { Transport } from '../transport.ts'
import { findEvent, listDead, redrive } from './dead-events.ts'
import { readLag } from './lag.ts'

onEachEngine(() => {
  let ledger: Ledger
  let inbox: Inbox
  let transport: Transport
  let isFailing = false
  beforeAll(async () => {
    ledger = await openLedger(() => {
      if (isFailing) throw new Error('the handler fails here')
    })
    const { acervo, targets } = ledger.platform
    const [target] = targets.all()
    if (target === undefined) throw new Error('no target')
    transport = createPostgresTransport({
      target,
      prefix: 'acervo',
      holder: 'test',
      onError: (error) => {
        throw error
      },
    })
    const subscription = findSubscription(acervo.model, 'ledger')
    inbox = await openInbox({ platform: acervo, subscription })
  })
  beforeEach(async () => {
    isFailing = false
    await ledger.empty()
  })
  afterAll(() => ledger.platform.close())

  const platform = () => ledger.platform.acervo
  const query = (text: string) => ledger.platform.query(text)

  /** An order placed and priced twice, its first event dead in the inbox. */
  async function putAside(): Promise<string> {
    await ledger.place([1])
    for (const amount of ['2.00', '3.00'])
      await ledger.platform.db.sales.order.updateMany({ where: { number: 1 }, data: { amount } })
    isFailing = true
    await inbox.receive(await ledger.bodies())
    await query("update t_ledger.inbox_events set status = 'DEAD' where aggregate_seq = 1")
    isFailing = false
    const [dead] = await listDead(platform())
    return dead?.id ?? ''
  }

  test('lag counts what waits, what is dead and what holds others up', async () => {
    await ledger.place([1, 2, 3])
    await query(
      "update t_sales.outbox_events set status = 'DEAD' where aggregate_seq = 1 and payload->>'amount' = '2.00'",
    )
    const { outboxes } = await readLag(platform(), transport)
    expect(outboxes).toMatchObject([{ database: 'sales', pending: 2, dead: 1, blocked: 1 }])
  })

  test('lag counts what an inbox has yet to apply, with what could not be read', async () => {
    await putAside()
    await inbox.receive(['no event'])
    const { consumers } = await readLag(platform(), transport)
    expect(consumers).toMatchObject([
      {
        database: 'ledger',
        durable: 'inbox-ledger',
        sources: ['sales'],
        dead: 1,
        waiting: 2,
        rejected: 1,
        pending: 0,
      },
    ])
  })

  test('lag tells the inbox while the transport is away', async () => {
    const away = { ...transport, lag: () => Promise.reject(new Error('away')) }
    const { consumers } = await readLag(platform(), away)
    expect(consumers).toMatchObject([{ pending: null, waiting: 0 }])
  })

  test('a dead event is listed with its error and what waits behind it', async () => {
    await putAside()
    expect(await listDead(platform())).toMatchObject([
      {
        side: 'inbox',
        database: 'ledger',
        source: 'sales',
        type: 'OrderPlaced',
        sequence: '1',
        attempts: 1,
        behind: 2,
        error: expect.stringContaining('the handler fails here'),
      },
    ])
  })

  test('an event is shown wherever it stands', async () => {
    const id = await putAside()
    const standing = await findEvent(platform(), id)
    expect(standing.map(({ side, status }) => [side, status])).toEqual([
      ['outbox', 'PENDING'],
      ['inbox', 'DEAD'],
    ])
    expect(standing[0]?.content).toMatchObject({ amount: '1.00' })
    expect(standing[1]?.content).toMatchObject({ specversion: '1.0', id })
  })

  test('a redriven event is applied, and those behind it in their order', async () => {
    const id = await putAside()
    expect(await redrive(platform(), id)).toEqual([{ id, side: 'inbox', database: 'ledger' }])
    expect(await ledger.inbox()).toEqual(['1 APPLIED', '2 APPLIED', '3 APPLIED'])
    expect((await ledger.entries()).map(([amount]) => amount)).toEqual(['1.00', '2.00', '3.00'])
  })

  test('an event that cannot be published is pending again', async () => {
    await ledger.place([1])
    await query("update t_sales.outbox_events set status = 'DEAD', attempts = 9")
    const [dead] = await listDead(platform())
    expect(dead).toMatchObject({ side: 'outbox', attempts: 9 })
    await redrive(platform(), dead?.id ?? '')
    const { rows } = await query('select status, attempts from t_sales.outbox_events')
    expect(rows).toEqual([['PENDING', '0']])
  })

  test('what is not dead, nowhere or no id is refused with what it is', async () => {
    await ledger.place([1])
    const { rows } = await query('select id from t_sales.outbox_events')
    await expect(redrive(platform(), String(rows[0]?.[0]))).rejects.toMatchObject({
      code: 'ACV209',
      details: 'It is PENDING in the outbox of sales.',
    })
    const none = '018f6b1e-0000-7000-8000-000000000000'
    await expect(redrive(platform(), none)).rejects.toMatchObject({ code: 'ACV209' })
    await expect(redrive(platform(), "x'")).rejects.toMatchObject({ code: 'ACV205' })
  })
})
