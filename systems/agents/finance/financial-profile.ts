// The finances of a user: one profile each, in the currency that everything is told in.
import {
  audited,
  belongsTo,
  check,
  defineTable,
  integer,
  json,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'
import { ofWorkspace } from '../workspace.ts'
import { checkCurrency, currency } from './money.ts'

export const financialProfiles = defineTable(
  'financial_profiles',
  {
    userId: belongsTo('users', { onDelete: 'cascade', inverse: 'financialProfiles' }).immutable(),
    currency: currency(),
    fiscalYear: varchar(50).default('calendar'),
    fiscalYearStartMonth: integer().default(1),
    financialGoals: json().optional(),
    /** Indicators and, where a model wrote something, what it wrote. */
    aiAnalysis: json().optional(),
  },
  [
    unique(['userId']),
    checkCurrency,
    check('fiscal_year_start_month', 'fiscal_year_start_month between 1 and 12'),
    ofWorkspace({ member: 'userId' }),
    audited({ subject: 'userId' }),
    timestamped(),
  ],
)
