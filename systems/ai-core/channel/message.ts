// A message of any channel: asked for once by its key, let go once, and followed until it was read or came back.
import {
  audited,
  belongsTo,
  check,
  emits,
  encrypted,
  index,
  instant,
  integer,
  oneOf,
  states,
  text,
  timestamped,
  unique,
  uuid,
  varchar,
} from '../../../kernel/index.ts'
import { type LeavingOptions, leaving } from './leaving.ts'
import { purposes } from './purpose.ts'

export const messageColumns = {
  /** Who asks twice with one key has asked once. */
  idempotencyKey: varchar(200).immutable(),
  recipientId: belongsTo('recipients', { inverse: 'messages' }).immutable(),
  purpose: oneOf(...purposes).immutable(),
  /** What it was written from, and in which campaign. */
  template: varchar(120).optional().immutable(),
  campaignId: uuid().optional().immutable(),
  body: text().optional().immutable(),
  status: oneOf('QUEUED', 'SENT', 'DELIVERED', 'READ', 'BOUNCED', 'FAILED', 'CANCELLED').default(
    'QUEUED',
  ),
  /** Not before. */
  dueAt: instant().defaultNow(),
  sentAt: instant().optional(),
  deliveredAt: instant().optional(),
  readAt: instant().optional(),
  /** When it came back or failed. */
  endedAt: instant().optional(),
  bounceKind: oneOf('HARD', 'SOFT').optional(),
  /** Its name at the provider. */
  providerMessageId: varchar(200).optional(),
  attempts: integer().default(0),
  lastError: text().optional(),
} as const

const reported = {
  messageId: 'id',
  recipientId: 'recipientId',
  purpose: 'purpose',
  status: 'status',
}

/** What does not change once it has left. */
const left = ['dueAt', 'sentAt', 'attempts'] as const

export const toMessageFeatures = (options: LeavingOptions = {}) =>
  [
    unique(['idempotencyKey']),
    unique(['providerMessageId']),
    check('bounce', "(status = 'BOUNCED') = (bounce_kind is not null)"),
    check('sent', "status not in ('SENT', 'DELIVERED', 'READ', 'BOUNCED') or sent_at is not null"),
    check('attempts', 'attempts >= 0'),
    index(['dueAt'], { where: "status = 'QUEUED'" }),
    index(['recipientId', '-sentAt']),
    states('status', {
      next: {
        QUEUED: ['SENT', 'FAILED', 'CANCELLED'],
        // Receipts overtake each other: it may be read before it is known to have arrived.
        SENT: ['DELIVERED', 'READ', 'BOUNCED', 'FAILED'],
        DELIVERED: ['READ', 'BOUNCED'],
        READ: [],
        BOUNCED: [],
        FAILED: [],
        CANCELLED: [],
      },
      initial: ['QUEUED'],
      stamps: {
        SENT: 'sentAt',
        DELIVERED: 'deliveredAt',
        READ: 'readAt',
        BOUNCED: 'endedAt',
        FAILED: 'endedAt',
        CANCELLED: 'endedAt',
      },
      // The rest is immutable in any state.
      fixed: { SENT: left, DELIVERED: left, READ: left, BOUNCED: left, FAILED: left },
    }),
    leaving(options),
    emits('Message', {
      MessageSent: { when: "status = 'SENT'", payload: reported },
      MessageDelivered: { when: "status = 'DELIVERED'", payload: reported },
      MessageRead: { when: "status = 'READ'", payload: reported },
      MessageBounced: {
        when: "status = 'BOUNCED'",
        payload: { ...reported, bounceKind: 'bounceKind' },
      },
      MessageFailed: { when: "status = 'FAILED'", payload: reported },
    }),
    // What was said goes with whom it was said to.
    encrypted({ columns: ['body'], subject: 'recipientId' }),
    audited(),
    timestamped(),
  ] as const
