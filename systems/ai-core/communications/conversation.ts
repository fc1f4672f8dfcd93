// A thread with a party over one channel, from the first word until it is closed.
import {
  audited,
  check,
  counter,
  defineTable,
  index,
  instant,
  oneOf,
  refersTo,
  searchable,
  softDeleted,
  states,
  timestamped,
  varchar,
} from '../../../kernel/index.ts'
import { channels } from './words.ts'

export const conversations = defineTable(
  'conversations',
  {
    partyId: refersTo('global.party'),
    channel: oneOf(...channels).immutable(),
    subject: varchar(300),
    status: oneOf('OPEN', 'SNOOZED', 'CLOSED').default('OPEN'),
    assigneeId: refersTo('auth.user').optional(),
    snoozedUntil: instant().optional(),
    closedAt: instant().optional(),
    messageCount: counter(),
  },
  [
    check('snoozed', "(status = 'SNOOZED') = (snoozed_until is not null)"),
    states('status', {
      next: { OPEN: ['SNOOZED', 'CLOSED'], SNOOZED: ['OPEN', 'CLOSED'], CLOSED: ['OPEN'] },
      initial: ['OPEN'],
      stamps: { CLOSED: 'closedAt' },
    }),
    index(['partyId', '-createdAt']),
    index(['status', 'assigneeId']),
    audited({ subject: 'partyId', personal: ['subject'] }),
    timestamped(),
    softDeleted(),
    searchable({ subject: 'A' }, { language: 'spanish' }),
  ],
)
