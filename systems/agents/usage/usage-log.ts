// One call of a model: what went in and came out, what it cost, whether it succeeded. Written once and never changed by
// a request; it outlives agent, conversation and message, and goes with its user.
import {
  belongsTo,
  boolean,
  check,
  defineTable,
  index,
  instant,
  integer,
  oneOf,
  partitioned,
  retained,
  text,
  varchar,
  withheld,
} from '../../../kernel/index.ts'
import { ofWorkspace } from '../workspace.ts'
import { cost } from './counts.ts'
import { priced } from './priced.ts'
import { rolledUp } from './rolled-up.ts'

const tokens = () => integer().immutable()

export const usageLogs = defineTable(
  'usage_logs',
  {
    userId: belongsTo('users', { onDelete: 'cascade', inverse: 'usageLogs' }).immutable(),
    /** Named by every call; cleared when the agent is deleted, whoever it belonged to. */
    agentId: belongsTo('agents', { onDelete: 'set null', inverse: 'usageLogs' })
      .optional()
      .immutable(),
    conversationId: belongsTo('conversations', { onDelete: 'set null', inverse: 'usageLogs' })
      .optional()
      .immutable(),
    messageId: belongsTo('messages', { onDelete: 'set null', inverse: 'usageLogs' })
      .optional()
      .immutable(),
    /** What was kept free for it; settled by it, once. */
    reservationId: belongsTo('usage_reservations', { onDelete: 'set null', inverse: 'usageLogs' })
      .optional()
      .immutable(),
    tokensInput: tokens(),
    tokensOutput: tokens(),
    tokensCacheRead: tokens().default(0),
    tokensCacheWrite: tokens().default(0),
    totalTokens: integer().generatedAs(
      'tokens_input + tokens_output + tokens_cache_read + tokens_cache_write',
    ),
    model: varchar(100).immutable(),
    /** Without a cost the price list says it; what it does not know stays unknown. */
    costInput: cost().optional().immutable(),
    costOutput: cost().optional().immutable(),
    costCache: cost().optional().immutable(),
    totalCost: cost().optional().generatedAs('cost_input + cost_output + cost_cache'),
    costSource: oneOf('application', 'provider', 'price_list', 'local_zero')
      .default('application')
      .immutable(),
    /** Milliseconds. */
    duration: integer().optional().immutable(),
    success: boolean().default(true).immutable(),
    /** Broken off by whoever asked. */
    cancelled: boolean().default(false).immutable(),
    errorMessage: text().optional().immutable(),
    timestamp: instant().defaultNow().immutable(),
  },
  [
    check(
      'tokens',
      'tokens_input >= 0 and tokens_output >= 0 and tokens_cache_read >= 0 and tokens_cache_write >= 0',
    ),
    check('costs', 'cost_input >= 0 and cost_output >= 0 and cost_cache >= 0'),
    check('duration', 'duration >= 0'),
    check('outcome', 'not (success and cancelled)'),
    index(['userId', '-timestamp']),
    index(['agentId', '-timestamp']),
    index(['conversationId']),
    priced,
    rolledUp,
    ofWorkspace({ member: 'userId' }),
    partitioned({ by: 'timestamp', every: 'month', ahead: 3 }),
    retained({ by: 'timestamp', keep: '1 year', after: 'archive' }),
    withheld('update', 'delete'),
  ],
)
