// One message. An answer asked for again is a sibling, an edit is a branch: messages are a tree within a conversation.
// What was said before it was broken off is kept, with what it cost.
import {
  belongsTo,
  check,
  counted,
  defineTable,
  index,
  instant,
  integer,
  json,
  oneOf,
  searchable,
  states,
  text,
  timestamped,
} from '../../../kernel/index.ts'
import { treeWithin } from '../tree.ts'
import { ofWorkspace } from '../workspace.ts'
import { activity } from './activity.ts'

export const messages = defineTable(
  'messages',
  {
    conversationId: belongsTo('conversations', {
      inverse: 'messages',
      onDelete: 'cascade',
    }).immutable(),
    parentId: belongsTo('messages', { inverse: 'answers', onDelete: 'cascade' })
      .optional()
      .immutable(),
    role: oneOf('user', 'assistant', 'system', 'developer', 'tool'),
    content: text(),
    /** Text, reasoning, calls of tools and their results, files, sources, errors. */
    parts: json().optional(),
    status: oneOf('streaming', 'complete', 'aborted', 'failed').default('complete'),
    tokensInput: integer().optional(),
    tokensOutput: integer().optional(),
    totalTokens: integer().generatedAs('coalesce(tokens_input, 0) + coalesce(tokens_output, 0)'),
    metadata: json().optional(),
    timestamp: instant().defaultNow(),
  },
  [
    check('tokens', 'tokens_input >= 0 and tokens_output >= 0'),
    check('parts', "jsonb_typeof(parts) = 'array'"),
    states('status', {
      next: { streaming: ['complete', 'aborted', 'failed'], complete: [], aborted: [], failed: [] },
    }),
    treeWithin('parentId', 'conversationId'),
    counted('conversationId', { into: 'messageCount' }),
    counted('conversationId', { into: 'tokenCount', sum: 'totalTokens' }),
    activity,
    index(['conversationId', '-timestamp']),
    index(['-timestamp']),
    index(['role']),
    searchable({ content: 'A' }, { language: 'spanish' }),
    ofWorkspace({ through: 'conversationId' }),
    timestamped(),
  ],
)
