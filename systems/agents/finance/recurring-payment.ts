// What is paid again and again. The day it was agreed on stays, so that 31 January goes on to 28 February and to 31 March.
import {
  belongsTo,
  boolean,
  check,
  date,
  decimal,
  defineTable,
  index,
  integer,
  oneOf,
  text,
  varchar,
} from '../../../kernel/index.ts'
import { checkDayOfMonth } from './money.ts'
import { ofFinancialProfile, profileLinks } from './of-financial-profile.ts'

export const recurringPayments = defineTable(
  'recurring_payments',
  {
    ...profileLinks('recurringPayments'),
    name: varchar(255),
    amount: decimal(15, 2),
    frequency: oneOf('daily', 'weekly', 'biweekly', 'monthly', 'quarterly', 'yearly'),
    category: varchar(100),
    nextDueDate: date(),
    dayOfMonth: integer().optional(),
    /** 0 is Sunday. */
    dayOfWeek: integer().optional(),
    autoDebit: boolean().default(false),
    accountId: belongsTo('financial_accounts', {
      onDelete: 'set null',
      inverse: 'recurringPayments',
    }).optional(),
    startDate: date(),
    endDate: date().optional(),
    isActive: boolean().default(true),
    reminderEnabled: boolean().default(true),
    reminderDaysBefore: integer().default(3),
    notes: text().optional(),
  },
  [
    check('amount', 'amount > 0'),
    check('term', 'end_date >= start_date'),
    check('next_due_date', 'next_due_date >= start_date'),
    checkDayOfMonth('day_of_month', 'day_of_month'),
    check('day_of_week', 'day_of_week between 0 and 6'),
    check('reminder_days_before', 'reminder_days_before between 0 and 365'),
    index(['financialProfileId']),
    index(['nextDueDate']),
    index(['isActive'], { where: 'is_active' }),
    ...ofFinancialProfile('accountId'),
  ],
)
