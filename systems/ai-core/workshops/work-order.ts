// A repair of a vehicle in a workshop.
import { belongsTo, check, defineTable, exclude, instant, integer } from '../../../kernel/index.ts'
import { serviceOrderColumns, serviceOrderLife } from '../service-order.ts'

import { hasBay } from './has-bay.ts'

export const workOrders = defineTable(
  'work_orders',
  {
    ...serviceOrderColumns(),
    vehicleId: belongsTo('vehicles', { inverse: 'orders' }).immutable(),
    workshopId: belongsTo('workshops', { inverse: 'orders' }).optional(),
    odometerKm: integer().optional(),
    /** The bay that it has, and when: a lift carries one vehicle at a time. */
    bay: integer().optional(),
    bayFrom: instant().optional(),
    bayTo: instant().optional(),
  },
  [
    ...serviceOrderLife('WorkOrder'),
    check('odometer', 'odometer_km >= 0'),
    check('assigned', "status in ('REQUESTED', 'TRIAGED', 'CANCELLED') or workshop_id is not null"),
    check(
      'bay',
      `(bay is null) = (bay_from is null) and (bay is null) = (bay_to is null)
        and (bay is null or (bay >= 1 and workshop_id is not null and bay_to > bay_from))`,
    ),
    exclude(
      'one_vehicle_a_bay',
      { workshop_id: '=', bay: '=', 'tstzrange(bay_from, bay_to)': '&&' },
      { where: "bay is not null and status <> 'CANCELLED'" },
    ),
    hasBay(),
  ],
)
