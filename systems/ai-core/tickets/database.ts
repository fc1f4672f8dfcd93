// sm_tickets: what is asked of us, what was said, and by when it is to be answered.
import { defineDatabase } from '../../../kernel/index.ts'
import { auditDetailsOfPersons, auditEvents } from '../audit-event.ts'
import { outboxEvents } from '../outbox-event.ts'
import { tickets } from './ticket.ts'
import { ticketCounters } from './ticket-counter.ts'
import { ticketMessages } from './ticket-message.ts'

export const ticketsDatabase = defineDatabase({
  schema: 'sm_tickets',
  name: 'tickets',
  area: 'others',
  purpose: 'Tickets, messages and their clocks',
  tables: {
    ticket: tickets,
    ticketMessage: ticketMessages,
    ticketCounter: ticketCounters,
    auditEvent: auditEvents,
    auditDetail: auditDetailsOfPersons,
    outboxEvent: outboxEvents,
  },
})
