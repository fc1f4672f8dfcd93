// One payment of a debt: what it paid back and what it cost.
import {
  audited,
  belongsTo,
  check,
  counted,
  date,
  defineTable,
  index,
  text,
  timestamped,
} from '../../../kernel/index.ts'
import { ownLinks } from '../own-links.ts'
import { ofWorkspace } from '../workspace.ts'
import { amount } from './money.ts'

export const debtPayments = defineTable(
  'debt_payments',
  {
    userId: belongsTo('users', { onDelete: 'cascade' }).immutable(),
    debtId: belongsTo('debts', { onDelete: 'cascade', inverse: 'payments' }).immutable(),
    date: date(),
    amount: amount(),
    principalPaid: amount(),
    interestPaid: amount(),
    notes: text().optional(),
  },
  [
    check('amount', 'amount > 0 and amount = principal_paid + interest_paid'),
    check('parts', 'principal_paid >= 0 and interest_paid >= 0'),
    counted('debtId', { into: 'principalPaid', sum: 'principalPaid' }),
    index(['debtId', '-date']),
    ofWorkspace({ through: 'debtId' }),
    ownLinks('debtId'),
    audited({ subject: 'userId' }),
    timestamped(),
  ],
)
