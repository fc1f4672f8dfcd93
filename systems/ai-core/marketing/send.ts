// One message of a campaign to one of its audience: sent, or suppressed where its receiver said no.
import {
  belongsTo,
  check,
  counted,
  defineTable,
  emits,
  index,
  instant,
  lockedBy,
  oneOf,
  refersTo,
  states,
  timestamped,
  unique,
  varchar,
  withheld,
} from '../../../kernel/index.ts'
import { honoured } from './honoured.ts'

export const sends = defineTable(
  'sends',
  {
    campaignId: belongsTo('campaigns', { inverse: 'sends' }).immutable(),
    memberId: belongsTo('audience_members', { inverse: 'sends' }).immutable(),
    partyId: refersTo('global.party').maintained(),
    status: oneOf('QUEUED', 'SENT', 'SUPPRESSED', 'FAILED').default('QUEUED'),
    sentAt: instant().optional(),
    providerId: varchar(200).optional(),
  },
  [
    // Twice asked it is sent once.
    unique(['memberId']),
    unique(['providerId']),
    check('sent', "(status = 'SENT') = (sent_at is not null)"),
    index(['partyId', 'status']),
    states('status', {
      next: {
        QUEUED: ['SENT', 'SUPPRESSED', 'FAILED'],
        SENT: [],
        SUPPRESSED: [],
        FAILED: ['QUEUED'],
      },
      initial: ['QUEUED', 'SUPPRESSED'],
      stamps: { SENT: 'sentAt' },
    }),
    honoured('sends'),
    counted('campaignId', { into: 'sentCount', where: "r.status = 'SENT'" }),
    counted('campaignId', { into: 'suppressedCount', where: "r.status = 'SUPPRESSED'" }),
    lockedBy('campaignId', {
      when: "status not in ('FROZEN', 'SENDING')",
      events: ['insert'],
      message: 'a campaign that is not being sent sends nothing',
    }),
    withheld('delete'),
    emits('Send', {
      MessageSent: {
        when: "status = 'SENT'",
        payload: { sendId: 'id', campaignId: 'campaignId', partyId: 'partyId' },
      },
    }),
    timestamped(),
  ],
)
