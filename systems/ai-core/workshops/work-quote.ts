// What the work on a vehicle will cost, as a workshop proposes it.
import { belongsTo, defineTable } from '../../../kernel/index.ts'
import { serviceQuoteColumns, serviceQuoteLife } from '../service-order.ts'

export const workQuotes = defineTable(
  'work_quotes',
  {
    orderId: belongsTo('work_orders', { inverse: 'quotes' }).immutable(),
    ...serviceQuoteColumns(),
  },
  serviceQuoteLife('WorkOrder'),
)
