// Promises of the order in which a fleet is migrated.
import { expect, test } from 'vitest'
import { toFleet } from '../../test/support/migrate/fleet.ts'
import { defineModel } from '../model/define-model.ts'
import { refersTo, text } from '../table/column.ts'
import { defineConsumer } from '../table/consumer.ts'
import { defineDatabase, defineSystem } from '../table/database.ts'
import { defineTable } from '../table/table.ts'
import { emits, inbox, outbox } from '../traits/index.ts'
import { toOrder } from './order.ts'

test('what a database refers to comes first, and what is declared together follows one another', () => {
  const { names, needs } = toOrder(toFleet('nowhere'))
  expect(names).toEqual(['base', 'shop', 'till', 'core', 'free'])
  expect([...(needs.get('till') ?? [])]).toEqual(['shop'])
  expect([...(needs.get('core') ?? [])]).toEqual(['base'])
  expect([...(needs.get('free') ?? [])]).toEqual([])
})

function toPair(refersBack: boolean) {
  const told = defineTable('orders', { name: text() }, [
    emits('Order', { OrderMade: { when: 'true', payload: { name: 'name' } } }),
  ])
  const teller = defineDatabase({
    schema: 'p_teller',
    name: 'teller',
    tables: { order: told, outboxEvent: defineTable('outbox_events', {}, [outbox()]) },
  })
  const listener = defineDatabase({
    schema: 'p_listener',
    name: 'listener',
    tables: {
      entry: defineTable('entries', {
        name: text(),
        ...(refersBack ? { orderId: refersTo('teller.order').optional() } : {}),
      }),
      inboxEvent: defineTable('inbox_events', {}, [inbox()]),
    },
  })
  const hears = defineConsumer({
    name: 'on-order-made',
    database: 'listener',
    from: 'teller',
    events: ['OrderMade'],
    handle: async () => undefined,
  })
  return toOrder(
    defineModel([
      defineSystem({ name: 'pair', databases: [teller, listener], consumers: [hears] }),
    ]),
  )
}

test('who listens comes before whom it hears, without being needed', () => {
  const { names, needs } = toPair(false)
  expect(names).toEqual(['listener', 'teller'])
  expect([...(needs.get('teller') ?? [])]).toEqual([])
})

test('where the listener refers to the teller the reference counts', () => {
  const { names, needs } = toPair(true)
  expect(names).toEqual(['teller', 'listener'])
  expect([...(needs.get('listener') ?? [])]).toEqual(['teller'])
})
