// A line of an offer: how many of what, at which price, with which discount.
import {
  belongsTo,
  check,
  counted,
  decimal,
  defineTable,
  integer,
  lockedBy,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'
import { money } from '../money.ts'

export const offerLines = defineTable(
  'offer_lines',
  {
    offerId: belongsTo('offers', { inverse: 'lines', onDelete: 'cascade' }).immutable(),
    position: integer(),
    productCode: varchar(60),
    description: varchar(300),
    quantity: decimal(12, 3).default('1'),
    unitPrice: money(),
    /** Percent. */
    discount: decimal(5, 2).default('0'),
    amount: money().generatedAs('round(quantity * unit_price * (1 - discount / 100), 2)'),
  },
  [
    unique(['offerId', 'position']),
    check('quantity', 'quantity > 0 and unit_price >= 0'),
    check('discount', 'discount between 0 and 100'),
    counted('offerId', { into: 'lineCount' }),
    counted('offerId', { into: 'total', sum: 'amount' }),
    lockedBy('offerId', {
      when: "stage <> 'DRAFT'",
      message: 'an offer that was sent keeps its lines',
    }),
    timestamped(),
  ],
)
