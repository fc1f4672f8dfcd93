// A repair at a home or a shop.
import { belongsTo, check, defineTable, oneOf, text, varchar } from '../../../kernel/index.ts'
import { serviceOrderColumns, serviceOrderLife } from '../service-order.ts'

export const repairOrders = defineTable(
  'repair_orders',
  {
    ...serviceOrderColumns(),
    trade: oneOf(
      'PLUMBING',
      'ELECTRICITY',
      'GLASS',
      'LOCKS',
      'PAINT',
      'MASONRY',
      'APPLIANCES',
      'CLIMATE',
    ),
    premises: oneOf('HOME', 'SHOP', 'COMMUNITY').default('HOME'),
    addressLine: text(),
    postcode: varchar(5),
    repairerId: belongsTo('repairers', { inverse: 'orders' }).optional(),
  },
  [
    ...serviceOrderLife('Repair'),
    check('postcode', "postcode ~ '^(0[1-9]|[1-4][0-9]|5[0-2])[0-9]{3}$'"),
    check('assigned', "status in ('REQUESTED', 'TRIAGED', 'CANCELLED') or repairer_id is not null"),
  ],
)
