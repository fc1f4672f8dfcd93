// An agent as the group knows it: what it is for and who answers for it. What it does stands in its versions.
import {
  audited,
  check,
  defineTable,
  oneOf,
  searchable,
  softDeleted,
  states,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'

export const agents = defineTable(
  'agents',
  {
    code: varchar(60).immutable(),
    name: varchar(120),
    description: text().optional(),
    owner: varchar(200),
    status: oneOf('DRAFT', 'ACTIVE', 'PAUSED', 'RETIRED').default('DRAFT'),
  },
  [
    unique(['code']),
    check('code', "code ~ '^[a-z0-9]+(-[a-z0-9]+)*$'"),
    states('status', {
      next: {
        DRAFT: ['ACTIVE'],
        ACTIVE: ['PAUSED', 'RETIRED'],
        PAUSED: ['ACTIVE', 'RETIRED'],
        RETIRED: [],
      },
      initial: ['DRAFT'],
    }),
    audited(),
    timestamped(),
    softDeleted(),
    searchable({ name: 'A', code: 'A', description: 'B' }, { language: 'spanish' }),
  ],
)
