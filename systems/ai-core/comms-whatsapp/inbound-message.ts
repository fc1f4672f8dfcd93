// What somebody wrote to us: from then on, for a day, we may answer in our own words.
import {
  belongsTo,
  defineTable,
  encrypted,
  index,
  instant,
  text,
  unique,
  varchar,
  withheld,
} from '../../../kernel/index.ts'

export const inboundMessages = defineTable(
  'inbound_messages',
  {
    recipientId: belongsTo('recipients', { inverse: 'inboundMessages' }).immutable(),
    providerMessageId: varchar(200).immutable(),
    body: text().optional().immutable(),
    receivedAt: instant().defaultNow().immutable(),
  },
  [
    unique(['providerMessageId']),
    index(['recipientId', '-receivedAt']),
    encrypted({ columns: ['body'], subject: 'recipientId' }),
    withheld('update', 'delete'),
  ],
)
