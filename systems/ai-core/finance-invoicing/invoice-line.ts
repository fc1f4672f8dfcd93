// What is charged: so much of something, with its tax, to the cent. Part of an invoice until that is issued.
import {
  audited,
  belongsTo,
  check,
  counted,
  decimal,
  defineTable,
  integer,
  lockedBy,
  text,
  timestamped,
  unique,
} from '../../../kernel/index.ts'

export const invoiceLines = defineTable(
  'invoice_lines',
  {
    invoiceId: belongsTo('invoices', { inverse: 'lines' }).immutable(),
    place: integer(),
    description: text(),
    quantity: decimal(14, 3).default('1'),
    unitPrice: decimal(20, 10),
    /** Per cent. */
    taxRate: decimal(5, 2).default('21'),
    net: decimal(18, 2).generatedAs('round(quantity * unit_price, 2)'),
    tax: decimal(18, 2).generatedAs('round(round(quantity * unit_price, 2) * tax_rate / 100, 2)'),
  },
  [
    unique(['invoiceId', 'place']),
    check('quantity', 'quantity > 0'),
    check('unit_price', 'unit_price >= 0'),
    check('tax_rate', 'tax_rate between 0 and 100'),
    counted('invoiceId', { into: 'net', sum: 'net' }),
    counted('invoiceId', { into: 'tax', sum: 'tax' }),
    lockedBy('invoiceId', { when: "status <> 'DRAFT'", message: 'the invoice is issued' }),
    audited(),
    timestamped(),
  ],
)
