// Somebody who repairs: the trades and the provinces, and whether work is given to them.
import {
  array,
  audited,
  check,
  defineTable,
  index,
  integer,
  oneOf,
  refersTo,
  searchable,
  softDeleted,
  text,
  timestamped,
  varchar,
} from '../../../kernel/index.ts'

export const repairers = defineTable(
  'repairers',
  {
    partyId: refersTo('global.party').optional(),
    name: varchar(200),
    trades: array(text()).default([]),
    /** INE codes: 01 to 52. */
    provinces: array(text()).default([]),
    status: oneOf('ACTIVE', 'PAUSED', 'ENDED').default('ACTIVE'),
    openJobsMax: integer().default(10),
  },
  [
    check(
      'trades',
      "trades <@ array['PLUMBING', 'ELECTRICITY', 'GLASS', 'LOCKS', 'PAINT', 'MASONRY', 'APPLIANCES', 'CLIMATE']::text[]",
    ),
    check('jobs', 'open_jobs_max > 0'),
    index(['trades'], { using: 'gin' }),
    audited(),
    timestamped(),
    softDeleted(),
    searchable({ name: 'A' }, { language: 'spanish' }),
  ],
)
