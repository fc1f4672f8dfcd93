// A place to fill. No more are hired than it has openings.
import {
  audited,
  check,
  counter,
  date,
  defineTable,
  index,
  integer,
  oneOf,
  searchable,
  softDeleted,
  states,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'

export const vacancies = defineTable(
  'vacancies',
  {
    code: varchar(40),
    title: text(),
    department: varchar(120).optional(),
    description: text().optional(),
    openings: integer().default(1),
    hiredCount: counter(),
    status: oneOf('DRAFT', 'OPEN', 'FILLED', 'CLOSED').default('DRAFT'),
    opensOn: date().optional(),
    closesOn: date().optional(),
  },
  [
    states('status', {
      next: {
        DRAFT: ['OPEN', 'CLOSED'],
        OPEN: ['FILLED', 'CLOSED'],
        FILLED: ['OPEN', 'CLOSED'],
        CLOSED: [],
      },
    }),
    unique(['code']),
    check('openings', 'openings > 0'),
    check('hired', 'hired_count <= openings'),
    check('term', 'closes_on >= opens_on'),
    index(['status', '-opensOn']),
    audited(),
    timestamped(),
    softDeleted(),
    searchable({ title: 'A', description: 'B', department: 'C' }, { language: 'spanish' }),
  ],
)
