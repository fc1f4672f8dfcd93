// A day's work of one user, with the conversations it led to.
import { belongsTo, defineTable, index, instant, json, timestamped } from '../../../kernel/index.ts'
import { ofWorkspace } from '../workspace.ts'

export const chatSessions = defineTable(
  'chat_sessions',
  {
    userId: belongsTo('users', { inverse: 'chatSessions', onDelete: 'cascade' }).immutable(),
    startedAt: instant().defaultNow(),
    /** Moved by each message. */
    lastActivity: instant().defaultNow().maintained(),
    metadata: json().optional(),
  },
  [index(['-lastActivity']), ofWorkspace({ member: 'userId' }), timestamped()],
)
