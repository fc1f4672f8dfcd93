// An insurance company whose products the group sells.
import {
  audited,
  check,
  defineTable,
  oneOf,
  searchable,
  softDeleted,
  states,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'

export const carriers = defineTable(
  'carriers',
  {
    /** The supervisor's register: C0001. */
    code: varchar(10).immutable(),
    name: varchar(200),
    taxNumber: varchar(20).optional(),
    website: varchar(300).optional(),
    claimsPhone: varchar(40).optional(),
    status: oneOf('PROSPECT', 'ACTIVE', 'RUN_OFF', 'ENDED').default('PROSPECT'),
  },
  [
    unique(['code']),
    check('code', "code ~ '^[A-Z][0-9]{4}$'"),
    check('website', "website ~ '^https?://'"),
    states('status', {
      next: {
        PROSPECT: ['ACTIVE', 'ENDED'],
        ACTIVE: ['RUN_OFF'],
        RUN_OFF: ['ACTIVE', 'ENDED'],
        ENDED: [],
      },
    }),
    audited(),
    timestamped(),
    softDeleted(),
    searchable({ name: 'A', code: 'A' }, { language: 'spanish' }),
  ],
)
