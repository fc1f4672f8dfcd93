// Somebody at a branch, from the ticket to the end. It moves as `next` says and not otherwise; each state it enters is a
// row of its transitions, of which its own columns are a reading.
import {
  audited,
  belongsTo,
  check,
  date,
  defineTable,
  index,
  instant,
  integer,
  oneOf,
  states,
  tenant,
  text,
  unique,
  varchar,
} from '../../kernel/index.ts'
import { inOpenBranch } from './branch-closing.ts'
import { toAttended } from './module-attended.ts'
import { numbered } from './ticket.ts'

const isOpen = "status in ('WAITING', 'CALLED', 'IN_SERVICE')"
const isAtDesk = "status in ('CALLED', 'IN_SERVICE')"

export const visits = defineTable(
  'visits',
  {
    clientId: belongsTo('clients', { onDelete: 'set null', inverse: 'visits' }).optional(),
    branchId: belongsTo('branches', { inverse: 'visits' }),
    moduleId: belongsTo('agent_modules', { onDelete: 'set null', inverse: 'visits' }).optional(),
    detectionId: belongsTo('detection_events', {
      onDelete: 'set null',
      inverse: 'visit',
    }).optional(),
    /** With the id it is the detection's identity: that table stands in months. */
    detectionOccurredAt: instant().optional(),
    appointmentId: belongsTo('appointments', {
      onDelete: 'set null',
      inverse: 'visits',
    }).optional(),
    status: oneOf('WAITING', 'CALLED', 'IN_SERVICE', 'COMPLETED', 'ABANDONED').default('WAITING'),
    purpose: text().optional(),
    priority: integer().default(0),
    /** the letter is asked for, the number is the next of its series and day. */
    ticketSeries: varchar(3).default('A').immutable(),
    ticketNumber: integer().maintained(),
    businessDay: date().maintained(),
    startedAt: instant().defaultNow(),
    calledAt: instant().optional(),
    assignedAt: instant().optional(),
    finishedAt: instant().optional(),
    abandonReason: oneOf('NO_SHOW', 'LEFT', 'CLOSED', 'SYSTEM').optional(),
  },
  [
    tenant({ by: 'branchId' }),
    states('status', {
      next: {
        WAITING: ['CALLED', 'ABANDONED'],
        CALLED: ['IN_SERVICE', 'WAITING', 'ABANDONED'],
        IN_SERVICE: ['COMPLETED', 'WAITING'],
        COMPLETED: [],
        ABANDONED: [],
      },
      initial: ['WAITING'],
      stamps: {
        CALLED: 'calledAt',
        IN_SERVICE: 'assignedAt',
        COMPLETED: 'finishedAt',
        ABANDONED: 'finishedAt',
      },
      fixed: {
        CALLED: ['moduleId', 'startedAt'],
        IN_SERVICE: ['moduleId', 'startedAt'],
        COMPLETED: ['purpose', 'startedAt', 'calledAt', 'assignedAt', 'finishedAt'],
        ABANDONED: [
          'purpose',
          'startedAt',
          'calledAt',
          'assignedAt',
          'finishedAt',
          'abandonReason',
        ],
      },
      history: {
        table: 'visit_transitions',
        link: 'visitId',
        carries: ['branchId', 'moduleId', 'abandonReason'],
      },
    }),
    toAttended,
    inOpenBranch,
    numbered,
    unique(['detectionId']),
    unique(['appointmentId']),
    unique(['businessDay', 'ticketSeries', 'ticketNumber']),
    unique(['clientId'], { name: 'visits_one_open_key', where: isOpen }),
    unique(['moduleId'], { name: 'visits_one_at_desk_key', where: isAtDesk }),
    check('detection', '(detection_id is null) = (detection_occurred_at is null)'),
    check('desk', `not (${isAtDesk}) or module_id is not null`),
    check('abandoned', "(status = 'ABANDONED') = (abandon_reason is not null)"),
    check('finished', "(status in ('COMPLETED', 'ABANDONED')) = (finished_at is not null)"),
    check('ticket_series', "ticket_series ~ '^[A-Z]{1,3}$'"),
    index(['branchId', 'startedAt']),
    index(['status']),
    index(['clientId', 'status']),
    // The queue, as the next one is taken from it.
    index(['branchId', '-priority', 'startedAt'], { where: "status = 'WAITING'" }),
    audited(),
  ],
)
