// One payment of a loan's schedule, written by the database. Paid, it is as it was: a schedule is computed again only
// from the first unpaid one on.
import {
  belongsTo,
  check,
  counted,
  date,
  decimal,
  defineTable,
  emits,
  frozen,
  index,
  integer,
  unique,
  withheld,
} from '../../../kernel/index.ts'
import { money } from '../money.ts'

export const instalments = defineTable(
  'instalments',
  {
    loanId: belongsTo('loans', { inverse: 'instalments' }).maintained(),
    number: integer().maintained(),
    dueOn: date().maintained(),
    annualRate: decimal(9, 6).maintained(),
    payment: money().maintained(),
    interest: money().maintained(),
    principal: money().maintained(),
    /** What is owed after it. */
    balance: money().maintained(),
    paidOn: date().optional(),
  },
  [
    unique(['loanId', 'number']),
    check('parts', 'payment = interest + principal and interest >= 0 and principal > 0'),
    check('balance', 'balance >= 0'),
    check('cents', 'payment = round(payment, 2) and interest = round(interest, 2)'),
    frozen({ when: 'paid_on is not null', message: 'an instalment that was paid stays as it is' }),
    counted('loanId', {
      into: 'repaidPrincipal',
      sum: 'principal',
      where: 'r.paid_on is not null',
    }),
    withheld('insert', 'delete'),
    index(['dueOn'], { where: 'paid_on is null' }),
    emits('Instalment', {
      InstalmentPaid: {
        when: 'paid_on is not null',
        payload: { instalmentId: 'id', loanId: 'loanId', payment: 'payment', paidOn: 'paidOn' },
      },
    }),
  ],
)
