// Money that arrived for an issued invoice: never more than is owed.
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
  lockedBy,
  refersTo,
  timestamped,
  unique,
} from '../../../kernel/index.ts'

export const invoicePayments = defineTable(
  'invoice_payments',
  {
    invoiceId: belongsTo('invoices', { inverse: 'payments' }).immutable(),
    paidOn: date().immutable(),
    amount: decimal(18, 2).immutable(),
    /** The line of the bank statement, once it is found. */
    statementLineId: refersTo('financeTreasury.statementLine').optional(),
  },
  [
    check('amount', 'amount > 0'),
    counted('invoiceId', { into: 'paid', sum: 'amount' }),
    lockedBy('invoiceId', { when: "status = 'DRAFT'", message: 'a draft is not paid' }),
    index(['invoiceId']),
    unique(['statementLineId', 'invoiceId']),
    emits('InvoicePayment', {
      PaymentReceived: {
        payload: { paymentId: 'id', invoiceId: 'invoiceId', amount: 'amount', paidOn: 'paidOn' },
      },
    }),
    audited(),
    timestamped(),
  ],
)
