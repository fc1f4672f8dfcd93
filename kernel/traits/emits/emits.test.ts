// An event is written with what it tells, or not at all; its number has no gap and follows the order of commits.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { onEachEngine } from '../../../test/support/database.ts'
import { type OpenedDatabase, openTables } from '../../../test/support/migrate/opened.ts'
import { decimal, id, integer, text } from '../../table/column.ts'
import { defineTable } from '../../table/table.ts'
import { outbox } from '../outbox/outbox.ts'
import { emits } from './emits.ts'

const orders = defineTable(
  'orders',
  { number: integer(), status: text(), amount: decimal(12, 2), note: text().optional() },
  [
    emits('Order', {
      OrderPlaced: { when: "status = 'PLACED'", payload: { orderId: 'id', amount: 'amount' } },
      OrderRemoved: { removed: true, payload: { orderId: 'id' } },
      OrderPriced: { version: 2, changed: ['amount'], payload: { amount: 'amount' } },
    }),
  ],
)
const outboxEvents = defineTable('outbox_events', { id: id().maintained() }, [outbox()])

onEachEngine(() => {
  let opened: OpenedDatabase
  beforeAll(async () => {
    opened = await openTables({ order: orders, outboxEvent: outboxEvents })
  })
  afterAll(() => opened?.close())
  beforeEach(() =>
    opened.script('truncate t_shop.orders, t_shop.outbox_events, acervo.outbox_counter'),
  )

  const run = (text: string, ...values: unknown[]) => opened.as({})(text, ...values)
  const place = (from: number, to: number, status = 'PLACED') =>
    run(
      `insert into t_shop.orders (number, status, amount)
       select n, $3, n from generate_series($1::int, $2::int) n`,
      String(from),
      String(to),
      status,
    )
  const events = async () => {
    const { rows } = await opened.query(
      `select event_type, event_version, aggregate_seq, payload->>'amount', status
       from t_shop.outbox_events e order by payload->>'orderId' nulls last, aggregate_id, aggregate_seq`,
    )
    return rows
  }

  test('an insert that makes the condition true is told once, with the values as clients see them', async () => {
    await place(1, 1)
    await place(2, 2, 'DRAFT')
    expect(await events()).toEqual([['OrderPlaced', '1', '1', '1.00', 'PENDING']])
  })

  test('an update tells what became true and what changed, in the order of declaration', async () => {
    await place(5, 5, 'DRAFT')
    await run("update t_shop.orders set note = 'x'")
    expect(await events()).toEqual([])
    await run("update t_shop.orders set status = 'PLACED', amount = 7")
    await run("update t_shop.orders set status = 'PLACED', note = 'y'")
    await run("update t_shop.orders set status = 'DRAFT'")
    await run("update t_shop.orders set status = 'PLACED'")
    const { rows } = await opened.query(
      'select event_type, aggregate_seq from t_shop.outbox_events order by aggregate_seq',
    )
    expect(rows).toEqual([
      ['OrderPlaced', '1'],
      ['OrderPriced', '2'],
      ['OrderPlaced', '3'],
    ])
  })

  test('a deletion tells what the row held, and follows what was told before', async () => {
    await place(1, 2)
    await run('delete from t_shop.orders where number = 1')
    const { rows } = await opened.query(
      `select e.event_type, e.aggregate_seq, e.payload->>'orderId' = e.aggregate_id
       from t_shop.outbox_events e order by e.event_type, e.aggregate_seq`,
    )
    expect(rows).toEqual([
      ['OrderPlaced', '1', 't'],
      ['OrderPlaced', '1', 't'],
      ['OrderRemoved', '2', 't'],
    ])
  })

  test('a bulk write tells one event a row, each the first of its aggregate', async () => {
    await place(1, 500)
    const { rows } = await opened.query(
      'select count(*), count(distinct aggregate_id), min(aggregate_seq), max(aggregate_seq) from t_shop.outbox_events',
    )
    expect(rows).toEqual([['500', '500', '1', '1']])
  })

  test('rows of one statement for one aggregate are numbered as they were given', async () => {
    await run(
      `insert into t_shop.outbox_events (aggregate_type, aggregate_id, event_type, payload)
       select 'A', case when n % 2 = 0 then 'even' else 'odd' end, 'E' || n, '{}' from generate_series(1, 9) n`,
    )
    await run(
      `insert into t_shop.outbox_events (aggregate_type, aggregate_id, event_type, payload)
       values ('A', 'odd', 'E10', '{}')`,
    )
    const { rows } = await opened.query(
      `select aggregate_id, string_agg(event_type, ' ' order by aggregate_seq), max(aggregate_seq)
       from t_shop.outbox_events group by aggregate_id order by aggregate_id`,
    )
    expect(rows).toEqual([
      ['even', 'E2 E4 E6 E8', '4'],
      ['odd', 'E1 E3 E5 E7 E9 E10', '6'],
    ])
  })

  test('a writer that is rolled back leaves no gap', async () => {
    const lost = run(
      `with one as (insert into t_shop.orders (number, status, amount) values (1, 'PLACED', 1) returning 1)
       select 1 / (count(*) - 1) from one`,
    )
    await expect(lost).rejects.toThrow()
    await run(
      `insert into t_shop.outbox_events (aggregate_type, aggregate_id, event_type, payload)
       values ('A', 'a', 'E', '{}')`,
    )
    const failing = run(
      `insert into t_shop.outbox_events (aggregate_type, aggregate_id, event_type, payload)
       values ('A', 'a', 'E', '{}'), ('A', 'a', 'E', null)`,
    )
    await expect(failing).rejects.toThrow()
    await run(
      `insert into t_shop.outbox_events (aggregate_type, aggregate_id, event_type, payload)
       values ('A', 'a', 'E', '{}')`,
    )
    const { rows } = await opened.query(
      "select aggregate_seq from t_shop.outbox_events where aggregate_id = 'a' order by 1",
    )
    expect(rows).toEqual([['1'], ['2']])
  })
})
