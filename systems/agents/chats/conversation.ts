// What somebody talks about with one agent, as it was when they began. It outlives the agent: whose agent it was may
// leave, and what others said with it stays theirs.
import {
  belongsTo,
  counted,
  counter,
  defineTable,
  index,
  oneOf,
  text,
  timestamped,
  varchar,
} from '../../../kernel/index.ts'
import { ofWorkspace } from '../workspace.ts'
import { withAgent } from './with-agent.ts'

export const conversations = defineTable(
  'conversations',
  {
    chatSessionId: belongsTo('chat_sessions', { inverse: 'conversations', onDelete: 'cascade' }),
    agentId: belongsTo('agents', { inverse: 'conversations', onDelete: 'set null' })
      .optional()
      .immutable(),
    agentVersionId: belongsTo('agent_versions', { onDelete: 'set null' }).optional().maintained(),
    agentName: varchar(255).optional().maintained(),
    title: varchar(500),
    titleSource: oneOf('USER', 'HEURISTIC', 'MODEL').default('USER'),
    summary: text().optional(),
    messageCount: counter(),
    tokenCount: counter(),
  },
  [
    withAgent,
    counted('agentId', { into: 'totalUses' }),
    counted('agentId', { into: 'totalMessages', sum: 'messageCount' }),
    index(['agentId', '-createdAt']),
    index(['-createdAt']),
    ofWorkspace({ through: 'chatSessionId' }),
    timestamped(),
  ],
)
