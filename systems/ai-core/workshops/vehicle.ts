// A vehicle by its plate, and by its frame for good: a plate may change, the frame does not.
import {
  audited,
  check,
  date,
  defineTable,
  index,
  refersTo,
  softDeleted,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'

export const vehicles = defineTable(
  'vehicles',
  {
    plate: varchar(10),
    /** ISO 3779: 17 signs, never I, O or Q. */
    vin: varchar(17).optional(),
    partyId: refersTo('global.party').optional(),
    make: varchar(80),
    model: varchar(80),
    firstRegisteredOn: date().optional(),
  },
  [
    unique(['plate']),
    unique(['vin']),
    // Spanish plates since 2000: four digits and three consonants; older ones by province.
    check('plate', "plate ~ '^([0-9]{4}[BCDFGHJKLMNPRSTVWXYZ]{3}|[A-Z]{1,2}[0-9]{4}[A-Z]{0,2})$'"),
    check('vin', "vin ~ '^[A-HJ-NPR-Z0-9]{17}$'"),
    index(['partyId']),
    audited(),
    timestamped(),
    softDeleted(),
  ],
)
