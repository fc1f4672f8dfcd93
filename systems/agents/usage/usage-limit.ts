// What a user may use in a month: the running month follows it at once, and each new one begins with it. What is not
// said is not limited.
import {
  audited,
  belongsTo,
  bigint,
  check,
  defineTable,
  integer,
  timestamped,
  unique,
} from '../../../kernel/index.ts'
import { ofWorkspace } from '../workspace.ts'
import { cost } from './counts.ts'
import { followed } from './followed.ts'

export const usageLimits = defineTable(
  'usage_limits',
  {
    userId: belongsTo('users', { onDelete: 'cascade', inverse: 'usageLimits' }).immutable(),
    limitMessages: integer().optional(),
    limitTokens: bigint().optional(),
    limitCost: cost().optional(),
  },
  [
    unique(['userId']),
    check('limits', 'limit_messages >= 0 and limit_tokens >= 0 and limit_cost >= 0'),
    followed,
    ofWorkspace({ member: 'userId' }),
    audited(),
    timestamped(),
  ],
)
