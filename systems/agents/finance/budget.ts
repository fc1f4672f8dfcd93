// What somebody means to spend on a category, again in each period. What was spent stands with the period, and so does
// whether its owner was told.
import {
  boolean,
  check,
  date,
  defineTable,
  index,
  integer,
  oneOf,
  varchar,
} from '../../../kernel/index.ts'
import { amount } from './money.ts'
import { ofFinancialProfile, profileLinks } from './of-financial-profile.ts'

export const budgets = defineTable(
  'budgets',
  {
    ...profileLinks('budgets'),
    name: varchar(255),
    category: varchar(100).immutable(),
    amount: amount(),
    period: oneOf('weekly', 'monthly', 'quarterly', 'yearly').default('monthly'),
    startDate: date(),
    endDate: date().optional(),
    /** Percent. */
    alertThreshold: integer().default(80),
    isActive: boolean().default(true),
  },
  [
    check('amount', 'amount > 0'),
    check('term', 'end_date >= start_date'),
    check('alert_threshold', 'alert_threshold between 1 and 100'),
    index(['financialProfileId']),
    index(['category']),
    index(['isActive'], { where: 'is_active' }),
    ...ofFinancialProfile(),
  ],
)
