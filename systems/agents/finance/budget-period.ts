// One period of a budget: what may be spent in it and what was. Periods of one budget do not overlap, so that an expense
// counts once in each budget of its category.
import {
  audited,
  belongsTo,
  check,
  date,
  defineTable,
  exclude,
  timestamped,
  unique,
} from '../../../kernel/index.ts'
import { ownLinks } from '../own-links.ts'
import { ofWorkspace } from '../workspace.ts'
import { periodSpending } from './budget-spending.ts'
import { amount, total } from './money.ts'

export const budgetPeriods = defineTable(
  'budget_periods',
  {
    userId: belongsTo('users', { onDelete: 'cascade' }).immutable(),
    budgetId: belongsTo('budgets', { onDelete: 'cascade', inverse: 'periods' }).immutable(),
    startsOn: date().immutable(),
    /** The last day of it. */
    endsOn: date().immutable(),
    amount: amount(),
    /** Expenses less what came back, of the budget's category. */
    spent: total(),
  },
  [
    unique(['budgetId', 'startsOn']),
    check('term', 'ends_on >= starts_on'),
    check('amount', 'amount > 0'),
    exclude('no_overlap', { budget_id: '=', "daterange(starts_on, ends_on, '[]')": '&&' }),
    periodSpending,
    ofWorkspace({ through: 'budgetId' }),
    ownLinks('budgetId'),
    audited({ subject: 'userId' }),
    timestamped(),
  ],
)
