// A company that sells or distributes: the group's own brands and the others are rows alike.
import {
  audited,
  boolean,
  check,
  defineTable,
  oneOf,
  softDeleted,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'

export const partners = defineTable(
  'partners',
  {
    name: varchar(200),
    role: oneOf('BRAND', 'SUPPLIER', 'DISTRIBUTOR'),
    /** Sold by the group itself. */
    own: boolean().default(false),
    taxNumber: varchar(20).optional(),
    website: varchar(300).optional(),
    status: oneOf('ACTIVE', 'INACTIVE').default('ACTIVE'),
  },
  [
    unique(['role', 'name']),
    check('website', "website ~ '^https?://'"),
    audited(),
    timestamped(),
    softDeleted(),
  ],
)
