// What a repair will cost, as a repairer proposes it; the newest is not always the one that is approved.
import { belongsTo, defineTable } from '../../../kernel/index.ts'
import { serviceQuoteColumns, serviceQuoteLife } from '../service-order.ts'

export const repairQuotes = defineTable(
  'repair_quotes',
  {
    orderId: belongsTo('repair_orders', { inverse: 'quotes' }).immutable(),
    ...serviceQuoteColumns(),
  },
  serviceQuoteLife('Repair'),
)
