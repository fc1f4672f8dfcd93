// Two databases that share no transaction: a shop that tells of its orders, and a ledger that listens. Only tests
// import it.
import {
  bigint,
  type Consumer,
  type ConsumerContext,
  decimal,
  defineConsumer,
  defineDatabase,
  defineSystem,
  defineTable,
  emits,
  inbox,
  integer,
  outbox,
  type Session,
  text,
  unique,
  uuid,
} from '../../kernel/index.ts'
import { rowColumns, toBody, toOutboxes, toRow } from '../../kernel/work/relay/outbox-row.ts'
import { openTestPlatform, type TestPlatform } from './platform.ts'

const orders = defineTable(
  'orders',
  { number: integer(), status: text(), amount: decimal(12, 2) },
  [
    emits('Order', {
      OrderPlaced: { when: "status = 'PLACED'", payload: { orderId: 'id', amount: 'amount' } },
      OrderPriced: { version: 2, changed: ['amount'], payload: { amount: 'amount' } },
    }),
  ],
)
const entries = defineTable(
  'entries',
  { orderId: text(), seq: bigint(), kind: text(), amount: decimal(12, 2), eventId: uuid() },
  // No unique on the event: a second effect must show.
  [unique(['id', 'eventId'])],
)

const sales = defineDatabase({
  schema: 't_sales',
  name: 'sales',
  tables: { order: orders, outboxEvent: defineTable('outbox_events', {}, [outbox()]) },
})
const ledger = defineDatabase({
  schema: 't_ledger',
  name: 'ledger',
  tables: { entry: entries, inboxEvent: defineTable('inbox_events', {}, [inbox()]) },
})

export interface Ledger {
  readonly platform: TestPlatform<readonly [ReturnType<typeof toSystem>]>
  /** Bodies of the outbox rows, oldest first, as the relay writes them. */
  bodies(): Promise<readonly string[]>
  place(numbers: readonly number[]): Promise<void>
  /** Rows of the inbox in short: number, status. */
  inbox(): Promise<readonly string[]>
  /** Rows that handlers wrote: aggregate's place of each, by order. */
  entries(): Promise<readonly (readonly [amount: string, kind: string])[]>
  empty(): Promise<void>
}

type Event = Parameters<Consumer['handle']>[0]

/** `before` sees each event ahead of its effect: what it throws is the handler's failure. */
export function toSystem(before: (event: Event, context: ConsumerContext) => Promise<void> | void) {
  const onOrder = defineConsumer<{ amount?: string }, unknown, Session>({
    name: 'on-order',
    database: 'ledger',
    from: 'sales',
    events: ['OrderPlaced', 'OrderPriced'],
    makes: ['entry'],
    upcasts: { OrderPriced: { 1: (payload) => ({ amount: payload.price ?? null }) } },
    handle: async (event, context) => {
      await before(event, context)
      const { session, makeId } = context
      await session.query({
        text: `insert into t_ledger.entries (id, order_id, seq, kind, amount, event_id)
               values ($1, $2, $3, $4, $5, $6)`,
        values: [
          makeId('entry'),
          event.aggregateId,
          event.sequence,
          event.type,
          event.payload.amount ?? '0',
          event.id,
        ],
      })
    },
  })
  return defineSystem({ name: 'test', databases: [sales, ledger], consumers: [onOrder] })
}

export async function openLedger(
  before: (event: Event, context: ConsumerContext) => Promise<void> | void = () => undefined,
): Promise<Ledger> {
  const platform = await openTestPlatform([toSystem(before)] as const)
  const outboxes = toOutboxes([...platform.acervo.model.databases.values()])
  return {
    platform,
    bodies: async () => {
      const all = outboxes.map(async (box) => {
        const { rows } = await platform.query(
          `select ${rowColumns} from ${box.table} o order by o.occurred_at, o.id`,
        )
        return rows.map((cells) => toBody(toRow(box, cells)))
      })
      return (await Promise.all(all)).flat()
    },
    place: async (numbers) => {
      await platform.db.sales.order.createMany({
        data: numbers.map((number) => ({ number, status: 'PLACED', amount: `${number}.00` })),
      })
    },
    inbox: async () => {
      const { rows } = await platform.query(
        'select aggregate_seq, status from t_ledger.inbox_events order by aggregate_id, aggregate_seq',
      )
      return rows.map((cells) => cells.join(' '))
    },
    entries: async () => {
      const { rows } = await platform.query(
        'select amount, kind from t_ledger.entries order by order_id, seq',
      )
      return rows.map(([amount, kind]) => [amount ?? '', kind ?? ''] as const)
    },
    empty: async () => {
      await platform.query(
        `truncate t_sales.orders, t_sales.outbox_events, acervo.outbox_counter, t_ledger.entries,
          t_ledger.inbox_events, acervo.inbox_cursor, acervo.rejected_event`,
      )
    },
  }
}
