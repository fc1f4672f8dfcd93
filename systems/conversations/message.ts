// One turn of a conversation. What it cost is added to the conversation by delta: when it comes, changes, moves, goes.
import {
  belongsTo,
  check,
  counted,
  defineTable,
  index,
  instant,
  integer,
  oneOf,
  searchable,
  states,
  tenant,
  text,
  varchar,
} from '../../kernel/index.ts'
import { metered } from './metered.ts'

export const messages = defineTable(
  'messages',
  {
    conversationId: belongsTo('conversations', { inverse: 'messages', onDelete: 'cascade' }),
    role: oneOf('system', 'developer', 'user', 'assistant', 'tool'),
    content: text(),
    tokensUsed: integer().default(0),
    /** What answered; the conversation's is the last one. */
    modelId: belongsTo('ai_models', { inverse: 'messages' }).optional(),
    status: oneOf('complete', 'streaming', 'failed', 'cancelled').default('complete'),
    finishReason: varchar(40).optional(),
    errorMessage: text().optional(),
    /** The provider's own id of the request, for whoever asks them. */
    providerRequestId: varchar(200).optional(),
    createdAt: instant().defaultNow().immutable(),
  },
  [
    tenant({ through: 'conversationId' }),
    counted('conversationId', { into: 'totalTokens', sum: 'tokensUsed' }),
    counted('conversationId', { into: 'messageCount' }),
    metered,
    states('status', {
      next: {
        streaming: ['complete', 'failed', 'cancelled'],
        complete: [],
        failed: [],
        cancelled: [],
      },
    }),
    check('tokens_used', 'tokens_used >= 0'),
    check('failed', "(status = 'failed') = (error_message is not null)"),
    index(['conversationId', 'createdAt']),
    index(['createdAt'], { name: 'idx_messages_created_at' }),
    searchable({ content: 'A' }, { language: 'spanish' }),
  ],
)
