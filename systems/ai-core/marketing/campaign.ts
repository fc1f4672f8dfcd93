// A message to many. Its audience is gathered while it is a draft and frozen when it is sent.
import {
  audited,
  check,
  counter,
  defineTable,
  emits,
  frozen,
  instant,
  oneOf,
  searchable,
  states,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'

export const campaigns = defineTable(
  'campaigns',
  {
    name: varchar(200),
    channel: oneOf('EMAIL', 'SMS', 'WHATSAPP', 'VOICE', 'POST'),
    purpose: oneOf('OFFERS', 'NEWS', 'SURVEY', 'EVENTS'),
    subject: varchar(200).optional(),
    body: text(),
    status: oneOf('DRAFT', 'FROZEN', 'SENDING', 'SENT', 'CANCELLED').default('DRAFT'),
    frozenAt: instant().optional(),
    audienceCount: counter(),
    sentCount: counter(),
    suppressedCount: counter(),
  },
  [
    unique(['name']),
    check('audience', "status in ('DRAFT', 'CANCELLED') or audience_count > 0"),
    check('all', "status <> 'SENT' or sent_count + suppressed_count = audience_count"),
    states('status', {
      next: {
        DRAFT: ['FROZEN', 'CANCELLED'],
        FROZEN: ['SENDING', 'CANCELLED'],
        SENDING: ['SENT', 'CANCELLED'],
        SENT: [],
        CANCELLED: [],
      },
      initial: ['DRAFT'],
      stamps: { FROZEN: 'frozenAt' },
    }),
    frozen({
      when: "status <> 'DRAFT'",
      except: ['status', 'audienceCount', 'sentCount', 'suppressedCount'],
      message: 'a campaign stays as its audience was frozen for',
    }),
    emits('Campaign', {
      CampaignSent: { when: "status = 'SENT'", payload: { campaignId: 'id', name: 'name' } },
    }),
    audited(),
    timestamped(),
    searchable({ name: 'A', subject: 'B', body: 'C' }, { language: 'spanish' }),
  ],
)
