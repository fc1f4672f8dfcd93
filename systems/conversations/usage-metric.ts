// What a user used on one day (UTC), added by messages and conversations as they come. Deleting them gives nothing
// back: it was used.
import {
  belongsTo,
  check,
  date,
  defineTable,
  instant,
  integer,
  tenant,
  unique,
} from '../../kernel/index.ts'

export const usageMetrics = defineTable(
  'usage_metrics',
  {
    userId: belongsTo('users', { inverse: 'usage', onDelete: 'cascade' }),
    date: date().immutable(),
    totalConversations: integer().default(0).maintained(),
    totalMessages: integer().default(0).maintained(),
    totalTokens: integer().default(0).maintained(),
    createdAt: instant().defaultNow().immutable(),
  },
  [
    tenant({ by: 'userId' }),
    unique(['userId', 'date']),
    check('totals', 'total_conversations >= 0 and total_messages >= 0 and total_tokens >= 0'),
  ],
)
