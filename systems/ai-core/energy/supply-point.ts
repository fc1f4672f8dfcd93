// Where energy arrives: one meter, one CUPS, whoever supplies it.
import {
  audited,
  check,
  defineTable,
  index,
  oneOf,
  refersTo,
  searchable,
  softDeleted,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'
import { renderCupsCheck } from './cups.ts'

export const supplyPoints = defineTable(
  'supply_points',
  {
    cups: varchar(22),
    commodity: oneOf('ELECTRICITY', 'GAS'),
    distributor: varchar(200).optional(),
    addressLine: text(),
    postcode: varchar(5).optional(),
    city: text().optional(),
    province: text().optional(),
    /** Who lives or works there; the contract may be somebody else's. */
    occupantId: refersTo('global.party').optional(),
  },
  [
    unique(['cups']),
    check('cups', renderCupsCheck('cups')),
    // 01 to 52 are the provinces.
    check('postcode', "postcode ~ '^(0[1-9]|[1-4][0-9]|5[0-2])[0-9]{3}$'"),
    index(['postcode'], { where: 'postcode is not null' }),
    audited(),
    timestamped(),
    softDeleted(),
    searchable({ cups: 'A', addressLine: 'B', city: 'C' }, { language: 'simple' }),
  ],
)
