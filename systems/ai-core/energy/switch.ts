// A change of supplier at a point. One at a time: a second request waits for the first to end.
import {
  audited,
  belongsTo,
  check,
  date,
  defineTable,
  emits,
  index,
  instant,
  oneOf,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'

/** A change of supplier knows its contract, if there is one; whose it is stands there. */
const reported = {
  switchId: 'id',
  contractId: 'contractId',
  supplyPointId: 'supplyPointId',
  toSupplierId: 'toSupplierId',
  status: 'status',
  effectiveOn: 'effectiveOn',
}

export const switches = defineTable(
  'switches',
  {
    supplyPointId: belongsTo('supply_points', { inverse: 'switches' }).immutable(),
    contractId: belongsTo('energy_contracts', { inverse: 'switches' }).optional(),
    fromSupplierId: belongsTo('partners').optional(),
    toSupplierId: belongsTo('partners'),
    status: oneOf('REQUESTED', 'ACCEPTED', 'REJECTED', 'ACTIVATED', 'WITHDRAWN').default(
      'REQUESTED',
    ),
    rejectionCode: varchar(20).optional(),
    requestedAt: instant().defaultNow().immutable(),
    /** A consumer may step back until this day. */
    withdrawableUntil: date().optional(),
    effectiveOn: date().optional(),
  },
  [
    unique(['supplyPointId'], {
      name: 'switches_one_in_flight_key',
      where: "status in ('REQUESTED', 'ACCEPTED')",
    }),
    check('supplier', 'from_supplier_id <> to_supplier_id'),
    check('rejected', "(status = 'REJECTED') = (rejection_code is not null)"),
    check('activated', "status <> 'ACTIVATED' or effective_on is not null"),
    index(['supplyPointId', '-requestedAt']),
    index(['status', 'requestedAt']),
    emits('Switch', {
      SwitchRequested: { payload: reported, required: ['switchId'] },
      SwitchChanged: { changed: ['status', 'contractId', 'effectiveOn'], payload: reported },
      SwitchRemoved: { removed: true, payload: { switchId: 'id', contractId: 'contractId' } },
    }),
    audited(),
    timestamped(),
  ],
)
