// A conversation with the bank's assistant: of a client, or of a visitor nobody knows yet.
import { belongsTo, check, defineTable, index, instant, text } from '../../kernel/index.ts'
import { ofActiveClient } from './of-active-client.ts'

export const chatSessions = defineTable(
  'chat_sessions',
  {
    clientId: belongsTo('clients', { onDelete: 'set null', inverse: 'chatSessions' }).optional(),
    tempVisitorId: text().optional(),
    startedAt: instant().defaultNow().immutable(),
    endedAt: instant().optional(),
    /** A person of the bank has taken over. */
    handedOffAt: instant().optional(),
  },
  [
    check('ended', 'ended_at >= started_at'),
    ofActiveClient,
    index(['clientId', 'startedAt']),
    index(['tempVisitorId']),
    index(['startedAt']),
  ],
)
