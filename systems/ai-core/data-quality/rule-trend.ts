// How a rule fares from day to day.
import { bigint, date, decimal, defineView, uuid } from '../../../kernel/index.ts'

export const ruleTrends = defineView(
  'rule_trends',
  {
    ruleId: uuid(),
    day: date(),
    runs: bigint(),
    checkedRows: decimal(30, 0),
    violations: decimal(30, 0),
    /** Of the rows looked at; null where there were none. */
    violationRate: decimal(12, 6).optional(),
  },
  `select r.rule_id, (r.started_at at time zone 'UTC')::date as day, count(*) as runs,
     sum(r.checked_rows) as checked_rows, sum(r.violation_count) as violations,
     round(sum(r.violation_count) / nullif(sum(r.checked_rows), 0), 6) as violation_rate
   from {table:runs} r where r.ended_at is not null and r.error is null
   group by r.rule_id, (r.started_at at time zone 'UTC')::date`,
  { key: ['ruleId', 'day'] },
)
