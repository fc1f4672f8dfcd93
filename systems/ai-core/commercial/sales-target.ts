// What somebody is to sell of a line during some days: one target a day.
import {
  audited,
  check,
  date,
  defineTable,
  exclude,
  oneOf,
  softDeleted,
  timestamped,
  varchar,
} from '../../../kernel/index.ts'
import { money } from '../money.ts'

export const salesTargets = defineTable(
  'sales_targets',
  {
    owner: varchar(200),
    line: oneOf('INSURANCE', 'ENERGY', 'TELECOM', 'FINANCE', 'REPAIRS', 'WORKSHOPS'),
    periodStart: date(),
    /** Without this day. */
    periodEnd: date(),
    amount: money(),
  },
  [
    exclude('one_target_a_day', {
      owner: '=',
      line: '=',
      'daterange(period_start, period_end)': '&&',
    }),
    check('period', 'period_end > period_start'),
    check('amount', 'amount >= 0'),
    audited(),
    timestamped(),
    softDeleted(),
  ],
)
