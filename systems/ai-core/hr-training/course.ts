// What is taught, and how long what was learnt counts.
import {
  audited,
  check,
  decimal,
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

export const courses = defineTable(
  'courses',
  {
    code: varchar(40),
    title: text(),
    description: text().optional(),
    hours: decimal(6, 2),
    /** After so many days a certificate runs out; never where it is empty. */
    validDays: integer().optional(),
    status: oneOf('ACTIVE', 'RETIRED').default('ACTIVE'),
  },
  [
    unique(['code']),
    check('hours', 'hours > 0'),
    check('valid', 'valid_days > 0'),
    audited(),
    timestamped(),
    softDeleted(),
    searchable({ title: 'A', description: 'B' }, { language: 'spanish' }),
  ],
)
