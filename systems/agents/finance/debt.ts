// What is owed to somebody. The balance is what was owed when it was written down less what was paid of it since; a
// payment that would pay more than is owed is refused.
import {
  check,
  date,
  decimal,
  defineTable,
  encrypted,
  index,
  integer,
  oneOf,
  states,
  text,
  varchar,
} from '../../../kernel/index.ts'
import { amount, checkDayOfMonth, total } from './money.ts'
import { ofFinancialProfile, profileLinks } from './of-financial-profile.ts'

export const debts = defineTable(
  'debts',
  {
    ...profileLinks('debts'),
    name: varchar(255),
    type: oneOf('credit_card', 'personal_loan', 'mortgage', 'auto_loan', 'student_loan', 'other'),
    principal: amount(),
    openingBalance: amount(),
    principalPaid: total(),
    balance: decimal(20, 2).generatedAs('opening_balance - principal_paid'),
    /** Percent a year. */
    interestRate: decimal(5, 2),
    monthlyPayment: amount(),
    minimumPayment: amount().optional(),
    startDate: date(),
    maturityDate: date().optional(),
    paymentDueDay: integer(),
    creditor: varchar(255),
    accountNumber: varchar(100).optional(),
    status: oneOf('active', 'paid_off', 'defaulted').default('active'),
    payoffStrategy: oneOf('avalanche', 'snowball', 'custom').optional(),
    priority: integer().default(1),
    notes: text().optional(),
  },
  [
    check('principal', 'principal > 0'),
    check('opening_balance', 'opening_balance >= 0'),
    check('balance', 'principal_paid <= opening_balance'),
    check('interest_rate', 'interest_rate >= 0'),
    check('monthly_payment', 'monthly_payment >= 0'),
    check('minimum_payment', 'minimum_payment >= 0'),
    check('maturity_date', 'maturity_date >= start_date'),
    checkDayOfMonth('payment_due_day', 'payment_due_day'),
    check('priority', 'priority >= 1'),
    check('paid_off', "status <> 'paid_off' or principal_paid = opening_balance"),
    states('status', {
      next: {
        active: ['paid_off', 'defaulted'],
        defaulted: ['active', 'paid_off'],
        // A payment that came back.
        paid_off: ['active'],
      },
    }),
    encrypted({ columns: ['accountNumber'], subject: 'userId', shown: { accountNumber: 4 } }),
    index(['financialProfileId']),
    index(['status']),
    index(['priority']),
    ...ofFinancialProfile(),
  ],
)
