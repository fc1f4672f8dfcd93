// A question or a complaint, from its opening to its end. An answer of its user opens it again.
import {
  audited,
  belongsTo,
  boolean,
  check,
  defineTable,
  index,
  instant,
  json,
  oneOf,
  states,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'
import { ofWorkspace } from '../workspace.ts'
import { numbered } from './numbered.ts'
import { stamped } from './stamped.ts'

export const supportTickets = defineTable(
  'support_tickets',
  {
    ticketNumber: varchar(50).maintained(),
    title: varchar(500),
    description: text(),
    category: oneOf('BUG', 'FEATURE', 'QUESTION', 'ACCOUNT', 'BILLING', 'PERFORMANCE', 'OTHER'),
    priority: oneOf('LOW', 'MEDIUM', 'HIGH', 'URGENT').default('MEDIUM'),
    status: oneOf('OPEN', 'IN_PROGRESS', 'WAITING_USER', 'RESOLVED', 'CLOSED', 'CANCELLED').default(
      'OPEN',
    ),
    userId: belongsTo('users', { onDelete: 'cascade', inverse: 'supportTickets' }).immutable(),
    /** Staff may be of another workspace. */
    assignedToId: belongsTo('users', {
      onDelete: 'set null',
      inverse: 'assignedTickets',
    }).optional(),
    aiSuggestion: text().optional(),
    aiResolved: boolean().default(false),
    /** Browser, system, error. */
    metadata: json().optional(),
    resolvedAt: instant().optional().maintained(),
    closedAt: instant().optional().maintained(),
  },
  [
    unique(['ticketNumber']),
    numbered,
    stamped,
    states('status', {
      next: {
        OPEN: ['IN_PROGRESS', 'WAITING_USER', 'RESOLVED', 'CANCELLED'],
        IN_PROGRESS: ['OPEN', 'WAITING_USER', 'RESOLVED', 'CANCELLED'],
        WAITING_USER: ['OPEN', 'IN_PROGRESS', 'RESOLVED', 'CLOSED', 'CANCELLED'],
        RESOLVED: ['OPEN', 'CLOSED'],
        CLOSED: [],
        CANCELLED: [],
      },
      initial: ['OPEN'],
      history: {
        table: 'support_transitions',
        link: 'ticketId',
        carries: ['userId', 'workspaceId'],
      },
    }),
    check('ticket_number', "ticket_number ~ '^TICK-[0-9]{6,}$'"),
    check('title', "btrim(title) <> ''"),
    check('resolved', "(status in ('RESOLVED', 'CLOSED')) or resolved_at is null"),
    check('closed', "(status in ('CLOSED', 'CANCELLED')) = (closed_at is not null)"),
    check('ai_resolved', 'not ai_resolved or ai_suggestion is not null'),
    index(['assignedToId']),
    index(['status']),
    index(['priority']),
    index(['userId']),
    audited({ subject: 'userId', personal: ['title', 'description', 'aiSuggestion', 'metadata'] }),
    ofWorkspace({ member: 'userId' }),
    timestamped(),
  ],
)
