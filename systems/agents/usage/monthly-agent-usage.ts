// The month's usage by agent. It names the agent without a link: what was used stays when the agent goes.
import {
  belongsTo,
  defineTable,
  index,
  timestamped,
  unique,
  uuid,
  withheld,
} from '../../../kernel/index.ts'
import { ofWorkspace } from '../workspace.ts'
import { counts } from './counts.ts'

export const monthlyAgentUsage = defineTable(
  'monthly_agent_usage',
  {
    userId: belongsTo('users', { onDelete: 'cascade' }).immutable(),
    monthlyUsageId: belongsTo('monthly_usage', {
      onDelete: 'cascade',
      inverse: 'byAgent',
    }).immutable(),
    agentId: uuid().immutable(),
    ...counts(),
  },
  [
    unique(['monthlyUsageId', 'agentId']),
    index(['agentId']),
    ofWorkspace({ through: 'monthlyUsageId' }),
    withheld('insert', 'update', 'delete'),
    timestamped(),
  ],
)
