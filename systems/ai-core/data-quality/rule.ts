// What good data are, of one table, and what happens where they are not.
import {
  audited,
  boolean,
  check,
  defineTable,
  json,
  oneOf,
  searchable,
  softDeleted,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'

export const severities = ['WARN', 'QUARANTINE', 'BLOCK'] as const

export const rules = defineTable(
  'rules',
  {
    code: varchar(60).immutable(),
    title: varchar(200),
    description: text().optional(),
    /** `global.party` */
    target: varchar(130),
    /** A condition as requests write it. */
    condition: json(),
    severity: oneOf(...severities).default('WARN'),
    owner: varchar(200),
    active: boolean().default(true),
  },
  [
    unique(['code']),
    check('code', "code ~ '^[A-Z0-9]+(-[A-Z0-9]+)*$'"),
    check('target', "target ~ '^[a-z][A-Za-z0-9]*[.][a-z][A-Za-z0-9]*$'"),
    audited(),
    timestamped(),
    softDeleted(),
    searchable({ title: 'A', code: 'A', description: 'B' }, { language: 'spanish' }),
  ],
)
