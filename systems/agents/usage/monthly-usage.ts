// What a user used in a month: kept by deltas in the transaction of each call, exact to the last digit. It is the only
// counter of a month: nothing has to be set back when the next one begins.
import {
  belongsTo,
  bigint,
  boolean,
  check,
  defineTable,
  index,
  integer,
  timestamped,
  unique,
  withheld,
} from '../../../kernel/index.ts'
import { ofWorkspace } from '../workspace.ts'
import { alerting } from './alerting.ts'
import { cost, counts } from './counts.ts'
import { erased } from './erased.ts'

export const monthlyUsage = defineTable(
  'monthly_usage',
  {
    userId: belongsTo('users', { onDelete: 'cascade', inverse: 'monthlyUsage' }).immutable(),
    year: integer().immutable(),
    month: integer().immutable(),
    ...counts(),
    /** Kept free for calls that are under way. */
    reservedMessages: integer().default(0).maintained(),
    reservedTokens: bigint().default('0').maintained(),
    reservedCost: cost().default('0').maintained(),
    limitMessages: integer().optional(),
    limitTokens: bigint().optional(),
    limitCost: cost().optional(),
    exceededLimit: boolean().generatedAs(
      `coalesce(total_messages >= limit_messages, false) or coalesce(total_tokens >= limit_tokens, false)
        or coalesce(total_cost >= limit_cost, false)`,
    ),
    warningsSent: integer().default(0).maintained(),
  },
  [
    unique(['userId', 'year', 'month']),
    check('year', 'year between 2000 and 9999'),
    check('month', 'month between 1 and 12'),
    check('limits', 'limit_messages >= 0 and limit_tokens >= 0 and limit_cost >= 0'),
    index(['-year', '-month']),
    alerting,
    erased,
    ofWorkspace({ member: 'userId' }),
    withheld('delete'),
    timestamped(),
  ],
)
