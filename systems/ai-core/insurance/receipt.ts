// One payment that a policy asks for: one per period.
import {
  audited,
  belongsTo,
  check,
  counted,
  date,
  decimal,
  defineTable,
  emits,
  index,
  oneOf,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'
import { checkCurrency } from '../money.ts'

/** A receipt knows its policy; whose it is stands there. */
const reported = {
  receiptId: 'id',
  policyId: 'policyId',
  status: 'status',
  amount: 'amount',
  currency: 'currency',
  dueOn: 'dueOn',
}

export const receipts = defineTable(
  'receipts',
  {
    policyId: belongsTo('policies', { inverse: 'receipts' }).immutable(),
    periodStart: date(),
    periodEnd: date(),
    dueOn: date(),
    amount: decimal(12, 2),
    currency: varchar(3).default('EUR'),
    status: oneOf('PENDING', 'PAID', 'RETURNED', 'WRITTEN_OFF').default('PENDING'),
    paidOn: date().optional(),
    returnReason: text().optional(),
  },
  [
    unique(['policyId', 'periodStart']),
    check('period', 'period_end > period_start'),
    check('amount', 'amount >= 0'),
    checkCurrency,
    check('paid', "(status <> 'PAID') or (paid_on is not null)"),
    index(['dueOn'], { where: "status = 'PENDING'" }),
    counted('policyId', { into: 'receiptCount' }),
    counted('policyId', { into: 'pendingReceiptCount', where: "r.status = 'PENDING'" }),
    emits('Receipt', {
      ReceiptIssued: { payload: reported, required: ['receiptId'] },
      ReceiptPaid: {
        when: "status = 'PAID'",
        payload: { ...reported, paidOn: 'paidOn' },
        required: ['receiptId'],
      },
      ReceiptReturned: {
        when: "status = 'RETURNED'",
        payload: { ...reported, returnReason: 'returnReason' },
        required: ['receiptId'],
      },
      ReceiptWrittenOff: {
        when: "status = 'WRITTEN_OFF'",
        payload: reported,
        required: ['receiptId'],
      },
      ReceiptReopened: { when: "status = 'PENDING'", changed: ['status'], payload: reported },
      ReceiptChanged: {
        changed: ['amount', 'currency', 'dueOn', 'periodStart', 'periodEnd'],
        payload: reported,
      },
      ReceiptRemoved: { removed: true, payload: { receiptId: 'id', policyId: 'policyId' } },
    }),
    audited(),
    timestamped(),
  ],
)
