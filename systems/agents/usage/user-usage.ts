// What each user has used in all, and in the month that is now: read from the months, so that no counter of a running
// month exists that somebody would have to set back.
import { bigint, defineView, instant, uuid } from '../../../kernel/index.ts'
import { cost, monthOf, yearOf } from './counts.ts'

const isNow = `u.year = ${yearOf('acervo.now()')} and u.month = ${monthOf('acervo.now()')}`

export const userUsage = defineView(
  'user_usage',
  {
    userId: uuid(),
    totalMessages: bigint(),
    totalTokensUsed: bigint(),
    totalCost: cost(),
    monthlyMessages: bigint(),
    monthlyTokens: bigint(),
    monthlyCost: cost(),
    lastInteraction: instant().optional(),
  },
  `select u.user_id,
    sum(u.total_messages)::bigint as total_messages,
    sum(u.total_tokens)::bigint as total_tokens_used,
    sum(u.total_cost)::numeric(20, 10) as total_cost,
    coalesce(sum(u.total_messages) filter (where ${isNow}), 0)::bigint as monthly_messages,
    coalesce(sum(u.total_tokens) filter (where ${isNow}), 0)::bigint as monthly_tokens,
    coalesce(sum(u.total_cost) filter (where ${isNow}), 0)::numeric(20, 10) as monthly_cost,
    (select max(l.timestamp) from usage_logs l where l.user_id = u.user_id) as last_interaction
  from monthly_usage u group by u.user_id`,
  { key: ['userId'] },
)
