// What somebody asks of us, until it is answered. While we wait for them the clock stands still.
import {
  audited,
  check,
  counter,
  defineTable,
  emits,
  index,
  oneOf,
  refersTo,
  searchable,
  softDeleted,
  states,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'
import { slaClock } from '../sla-clock.ts'
import { numbered } from './numbered.ts'

export const tickets = defineTable(
  'tickets',
  {
    /** `TICK-000001` */
    number: varchar(20).maintained(),
    partyId: refersTo('global.party').optional(),
    assigneeId: refersTo('hr.employee').optional(),
    subject: text(),
    category: oneOf('QUESTION', 'INCIDENT', 'COMPLAINT', 'REQUEST').default('QUESTION'),
    priority: oneOf('LOW', 'NORMAL', 'HIGH', 'URGENT').default('NORMAL'),
    status: oneOf('OPEN', 'IN_PROGRESS', 'WAITING_CUSTOMER', 'RESOLVED', 'CLOSED').default('OPEN'),
    resolution: text().optional(),
    messageCount: counter(),
  },
  [
    states('status', {
      next: {
        OPEN: ['IN_PROGRESS', 'WAITING_CUSTOMER', 'RESOLVED'],
        IN_PROGRESS: ['OPEN', 'WAITING_CUSTOMER', 'RESOLVED'],
        WAITING_CUSTOMER: ['OPEN', 'IN_PROGRESS', 'RESOLVED'],
        RESOLVED: ['OPEN', 'CLOSED'],
        CLOSED: [],
      },
      initial: ['OPEN'],
    }),
    unique(['number']),
    check('number', "number ~ '^TICK-[0-9]{6,}$'"),
    numbered,
    check('resolved', "status not in ('RESOLVED', 'CLOSED') or resolution is not null"),
    slaClock({ waits: "status = 'WAITING_CUSTOMER'", done: "status in ('RESOLVED', 'CLOSED')" }),
    index(['partyId', '-createdAt'], { where: 'party_id is not null' }),
    index(['assigneeId', 'status'], { where: 'assignee_id is not null' }),
    index(['status', 'priority', 'createdAt']),
    emits('Ticket', {
      TicketOpened: { payload: { ticketId: 'id', number: 'number', partyId: 'partyId' } },
      TicketResolved: {
        when: "status = 'RESOLVED'",
        payload: { ticketId: 'id', number: 'number', partyId: 'partyId' },
      },
    }),
    audited({ personal: ['subject', 'resolution'] }),
    timestamped(),
    softDeleted(),
    searchable({ subject: 'A', resolution: 'B' }, { language: 'spanish' }),
  ],
)
