// That a period of a budget reached a share of what may be spent: once for each share, in the transaction that reached it.
import {
  belongsTo,
  defineTable,
  integer,
  timestamped,
  unique,
  withheld,
} from '../../../kernel/index.ts'
import { ofWorkspace } from '../workspace.ts'

export const budgetAlerts = defineTable(
  'budget_alerts',
  {
    userId: belongsTo('users', { onDelete: 'cascade' }).immutable(),
    budgetPeriodId: belongsTo('budget_periods', {
      onDelete: 'cascade',
      inverse: 'alerts',
    }).immutable(),
    /** Percent. */
    threshold: integer().immutable(),
  },
  [
    unique(['budgetPeriodId', 'threshold']),
    ofWorkspace({ through: 'budgetPeriodId' }),
    withheld('insert', 'update', 'delete'),
    timestamped(),
  ],
)
