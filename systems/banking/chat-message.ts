// One message. An answer of the assistant names the very version of the text it took it from, and how sure it was of
// finding and of choosing it.
import {
  belongsTo,
  check,
  defineTable,
  double,
  index,
  instant,
  json,
  oneOf,
  text,
} from '../../kernel/index.ts'

export const chatMessages = defineTable(
  'chat_messages',
  {
    sessionId: belongsTo('chat_sessions', { onDelete: 'cascade', inverse: 'messages' }).immutable(),
    actor: oneOf('CLIENT', 'BOT', 'AGENT').immutable(),
    content: text(),
    intent: text().optional(),
    metadata: json().optional(),
    faqVersionId: belongsTo('faq_versions', { inverse: 'citations' }).optional(),
    retrievalScore: double().optional(),
    marginScore: double().optional(),
    createdAt: instant().defaultNow().immutable(),
  },
  [
    check('cited', "faq_version_id is null or actor = 'BOT'"),
    index(['sessionId', 'createdAt']),
    index(['actor']),
    index(['intent']),
  ],
)
