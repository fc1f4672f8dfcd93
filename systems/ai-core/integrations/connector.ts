// A system outside with which the group exchanges data.
import {
  audited,
  check,
  defineTable,
  json,
  oneOf,
  searchable,
  softDeleted,
  states,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'

export const connectors = defineTable(
  'connectors',
  {
    code: varchar(60).immutable(),
    name: varchar(160),
    kind: oneOf('REST', 'SOAP', 'SFTP', 'DATABASE', 'WEBHOOK', 'FILE').immutable(),
    address: text(),
    owner: varchar(200),
    settings: json().default({}),
    status: oneOf('ACTIVE', 'PAUSED', 'RETIRED').default('PAUSED'),
  },
  [
    unique(['code']),
    check('code', "code ~ '^[a-z0-9]+(-[a-z0-9]+)*$'"),
    // What is in an address stands in logs.
    check('address', "address !~ '://[^/]*:[^/]*@'"),
    states('status', {
      next: { PAUSED: ['ACTIVE', 'RETIRED'], ACTIVE: ['PAUSED', 'RETIRED'], RETIRED: [] },
      initial: ['PAUSED', 'ACTIVE'],
    }),
    audited(),
    timestamped(),
    softDeleted(),
    searchable({ name: 'A', code: 'A' }, { language: 'spanish' }),
  ],
)
