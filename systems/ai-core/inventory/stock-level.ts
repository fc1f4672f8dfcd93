// How much of an item lies at a location: the sum of its movements, and never below nothing.
import {
  belongsTo,
  check,
  counter,
  decimal,
  defineTable,
  emits,
  index,
  timestamped,
  unique,
} from '../../../kernel/index.ts'

export const stockLevels = defineTable(
  'stock_levels',
  {
    itemId: belongsTo('items', { inverse: 'levels' }).immutable(),
    locationId: belongsTo('locations', { inverse: 'levels' }).immutable(),
    quantity: counter(decimal(14, 3)),
  },
  [
    unique(['itemId', 'locationId']),
    check('quantity', 'quantity >= 0'),
    index(['locationId']),
    emits('StockLevel', {
      StockMoved: {
        changed: ['quantity'],
        payload: {
          levelId: 'id',
          itemId: 'itemId',
          locationId: 'locationId',
          quantity: 'quantity',
        },
      },
    }),
    timestamped(),
  ],
)
