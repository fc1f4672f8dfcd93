// A garage of the network and how many vehicles it can have on its lifts.
import {
  audited,
  check,
  defineTable,
  integer,
  oneOf,
  searchable,
  softDeleted,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'

export const workshops = defineTable(
  'workshops',
  {
    name: varchar(200),
    registrationNumber: varchar(40),
    addressLine: text(),
    postcode: varchar(5),
    province: text().optional(),
    bays: integer().default(1),
    status: oneOf('ACTIVE', 'PAUSED', 'ENDED').default('ACTIVE'),
  },
  [
    unique(['registrationNumber']),
    check('bays', 'bays between 1 and 99'),
    check('postcode', "postcode ~ '^(0[1-9]|[1-4][0-9]|5[0-2])[0-9]{3}$'"),
    audited(),
    timestamped(),
    softDeleted(),
    searchable({ name: 'A', addressLine: 'C' }, { language: 'spanish' }),
  ],
)
