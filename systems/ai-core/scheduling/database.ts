// sm_scheduling: what can be booked, when, and who has it.
import { defineDatabase } from '../../../kernel/index.ts'
import { auditDetailsOfPersons, auditEvents } from '../audit-event.ts'
import { outboxEvents } from '../outbox-event.ts'
import { bookings } from './booking.ts'
import { resources } from './resource.ts'
import { slots } from './slot.ts'

export const scheduling = defineDatabase({
  schema: 'sm_scheduling',
  name: 'scheduling',
  area: 'others',
  purpose: 'Resources, slots and bookings',
  tables: {
    resource: resources,
    slot: slots,
    booking: bookings,
    auditEvent: auditEvents,
    auditDetail: auditDetailsOfPersons,
    outboxEvent: outboxEvents,
  },
})
