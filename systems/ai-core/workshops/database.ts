// sw_workshops: vehicles and the work on them.
import { defineDatabase } from '../../../kernel/index.ts'
import { auditDetailsOfPersons, auditEvents } from '../audit-event.ts'
import { outboxEvents } from '../outbox-event.ts'
import { vehicles } from './vehicle.ts'
import { workOrders } from './work-order.ts'
import { workQuotes } from './work-quote.ts'
import { workshops } from './workshop.ts'

export const workshopsDatabase = defineDatabase({
  schema: 'sw_workshops',
  name: 'workshops',
  area: 'workshops',
  purpose: 'Repair of vehicles',
  tables: {
    workshop: workshops,
    vehicle: vehicles,
    workOrder: workOrders,
    workQuote: workQuotes,
    auditEvent: auditEvents,
    auditDetail: auditDetailsOfPersons,
    outboxEvent: outboxEvents,
  },
})
