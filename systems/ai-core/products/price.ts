// What a product costs on a list during some days, from a number of units on: a day has one price.
import {
  audited,
  belongsTo,
  check,
  date,
  decimal,
  defineTable,
  emits,
  exclude,
  integer,
  timestamped,
} from '../../../kernel/index.ts'
import { money } from '../money.ts'

export const prices = defineTable(
  'prices',
  {
    priceListId: belongsTo('price_lists', { inverse: 'prices' }).immutable(),
    productId: belongsTo('products', { inverse: 'prices' }).immutable(),
    unitsFrom: integer().default(1).immutable(),
    amount: money().immutable(),
    /** Percent. */
    tax: decimal(5, 2).default('21').immutable(),
    validFrom: date().immutable(),
    /** Without this day; open where it is empty. */
    validTo: date().optional(),
  },
  [
    exclude('one_price_a_day', {
      price_list_id: '=',
      product_id: '=',
      units_from: '=',
      'daterange(valid_from, valid_to)': '&&',
    }),
    check('amount', 'amount >= 0 and tax between 0 and 100'),
    check('units', 'units_from >= 1'),
    check('days', 'valid_to > valid_from'),
    emits('Price', {
      PriceSet: {
        payload: {
          priceId: 'id',
          productId: 'productId',
          amount: 'amount',
          validFrom: 'validFrom',
        },
      },
    }),
    audited(),
    timestamped(),
  ],
)
