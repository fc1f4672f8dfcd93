// A place where money lies or is owed. Its balance is what it began with and what was posted to it since: nobody writes
// it, so it always agrees with the transactions.
import {
  boolean,
  check,
  decimal,
  defineTable,
  index,
  instant,
  integer,
  oneOf,
  text,
  varchar,
} from '../../../kernel/index.ts'
import { amount, checkCurrency, checkDayOfMonth, currency, total } from './money.ts'
import { ofFinancialProfile, profileLinks } from './of-financial-profile.ts'

export const financialAccounts = defineTable(
  'financial_accounts',
  {
    ...profileLinks('accounts'),
    name: varchar(255),
    type: oneOf('checking', 'savings', 'credit', 'investment', 'cash'),
    institution: varchar(255).optional(),
    openingBalance: amount().default('0'),
    /** Income less expense, and what transfers brought less what they took. */
    posted: total(),
    balance: decimal(20, 2).generatedAs('opening_balance + posted'),
    currency: currency(),
    lastSyncDate: instant().optional(),
    isActive: boolean().default(true),
    creditLimit: amount().optional(),
    /** What is owed is a negative balance. */
    availableCredit: decimal(20, 2)
      .optional()
      .generatedAs('credit_limit + opening_balance + posted'),
    closingDate: integer().optional(),
    paymentDueDate: integer().optional(),
    notes: text().optional(),
  },
  [
    checkCurrency,
    check('credit_limit', 'credit_limit >= 0'),
    check('credit', "type = 'credit' or credit_limit is null"),
    checkDayOfMonth('closing_date', 'closing_date'),
    checkDayOfMonth('payment_due_date', 'payment_due_date'),
    index(['financialProfileId']),
    index(['type']),
    index(['isActive'], { where: 'is_active' }),
    ...ofFinancialProfile(),
  ],
)
