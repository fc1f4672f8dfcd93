// sr_repairs: repairs at homes and shops.
import { defineDatabase } from '../../../kernel/index.ts'
import { auditDetailsOfPersons, auditEvents } from '../audit-event.ts'
import { outboxEvents } from '../outbox-event.ts'
import { repairOrders } from './repair-order.ts'
import { repairQuotes } from './repair-quote.ts'
import { repairers } from './repairer.ts'

export const repairs = defineDatabase({
  schema: 'sr_repairs',
  name: 'repairs',
  area: 'repairs',
  purpose: 'Repairs at homes and shops',
  tables: {
    repairer: repairers,
    repairOrder: repairOrders,
    repairQuote: repairQuotes,
    auditEvent: auditEvents,
    auditDetail: auditDetailsOfPersons,
    outboxEvent: outboxEvents,
  },
})
