// What is counted of use. Failed and broken off calls stand apart; a call without a price is told, never counted as free.
import { bigint, decimal, integer } from '../../../kernel/index.ts'

/** US dollars: a call may cost a few ten-thousandths of one, and none of them is rounded away. */
export const cost = () => decimal(20, 10)

/** Each counter, and what one row `r` of usage_logs adds to it. */
export const shares = {
  total_messages: 'count(*) filter (where r.success)',
  total_tokens: 'coalesce(sum(r.total_tokens) filter (where r.success), 0)',
  total_cost: 'coalesce(sum(r.total_cost) filter (where r.success), 0)',
  failed_messages: 'count(*) filter (where not r.success and not r.cancelled)',
  cancelled_messages: 'count(*) filter (where r.cancelled)',
  failed_tokens: 'coalesce(sum(r.total_tokens) filter (where not r.success), 0)',
  failed_cost: 'coalesce(sum(r.total_cost) filter (where not r.success), 0)',
  unpriced_messages: 'count(*) filter (where r.total_cost is null)',
} as const

export type CountName = keyof typeof shares

export const countNames = Object.keys(shares) as readonly CountName[]

export const counts = () => ({
  totalMessages: integer().default(0).maintained(),
  totalTokens: bigint().default('0').maintained(),
  totalCost: cost().default('0').maintained(),
  failedMessages: integer().default(0).maintained(),
  cancelledMessages: integer().default(0).maintained(),
  /** Of failed and broken off calls. */
  failedTokens: bigint().default('0').maintained(),
  failedCost: cost().default('0').maintained(),
  unpricedMessages: integer().default(0).maintained(),
})

/** Months begin at midnight UTC, for everybody. */
export const yearOf = (instant: string) =>
  `extract(year from ${instant} at time zone 'UTC')::integer`
export const monthOf = (instant: string) =>
  `extract(month from ${instant} at time zone 'UTC')::integer`
