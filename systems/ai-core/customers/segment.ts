// A group of clients that are treated alike, by a definition with a version.
import {
  audited,
  check,
  counter,
  defineTable,
  integer,
  json,
  oneOf,
  searchable,
  states,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'

export const segments = defineTable(
  'segments',
  {
    code: varchar(60).immutable(),
    version: integer().default(1).immutable(),
    name: varchar(200),
    definition: json().immutable(),
    status: oneOf('DRAFT', 'ACTIVE', 'RETIRED').default('DRAFT'),
    memberCount: counter(),
  },
  [
    unique(['code', 'version']),
    unique(['code'], { name: 'segments_one_active_key', where: "status = 'ACTIVE'" }),
    check('version', 'version >= 1'),
    states('status', { next: { DRAFT: ['ACTIVE', 'RETIRED'], ACTIVE: ['RETIRED'], RETIRED: [] } }),
    audited(),
    timestamped(),
    searchable({ name: 'A', code: 'A' }, { language: 'spanish' }),
  ],
)
