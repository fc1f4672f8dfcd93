// Money that is paid back before it is due, after a given instalment: the same instalment and fewer of them, or as
// many and smaller ones.
import {
  audited,
  belongsTo,
  check,
  counted,
  defineTable,
  emits,
  instant,
  integer,
  lockedBy,
  oneOf,
  unique,
  varchar,
  withheld,
} from '../../../kernel/index.ts'
import { money } from '../money.ts'
import { scheduled } from './scheduled.ts'

export const earlyRepayments = defineTable(
  'early_repayments',
  {
    loanId: belongsTo('loans', { inverse: 'earlyRepayments' }),
    /** The last instalment before it; 0 before the first. */
    afterNumber: integer(),
    amount: money(),
    effect: oneOf('SHORTER_TERM', 'SMALLER_INSTALMENT'),
    fee: money().default('0'),
    /** The same order twice is one repayment. */
    reference: varchar(120),
    recordedAt: instant().defaultNow(),
  },
  [
    unique(['reference']),
    check('amount', 'amount > 0 and amount = round(amount, 2) and fee >= 0'),
    check('after', 'after_number >= 0'),
    lockedBy('loanId', {
      when: "status <> 'ACTIVE'",
      message: 'only an active loan is repaid early',
    }),
    counted('loanId', { into: 'earlyPrincipal', sum: 'amount' }),
    scheduled('early_repayments'),
    withheld('update', 'delete'),
    emits('EarlyRepayment', {
      LoanRepaidEarly: { payload: { repaymentId: 'id', loanId: 'loanId', amount: 'amount' } },
    }),
    audited(),
  ],
)
