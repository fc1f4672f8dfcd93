// st_telecom: orders of fibre and mobile lines, numbers that change operator, running services.
import { defineDatabase } from '../../../kernel/index.ts'
import { auditEvents } from '../audit-event.ts'
import { outboxEvents } from '../outbox-event.ts'
import { orderLines } from './order-line.ts'
import { subscriptions } from './subscription.ts'
import { telecomOrders } from './telecom-order.ts'

export const telecom = defineDatabase({
  schema: 'st_telecom',
  name: 'telecom',
  area: 'telecom',
  purpose: 'Fibre and mobile: orders, portability, subscriptions',
  tables: {
    telecomOrder: telecomOrders,
    orderLine: orderLines,
    subscription: subscriptions,
    auditEvent: auditEvents,
    outboxEvent: outboxEvents,
  },
})
