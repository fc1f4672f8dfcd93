// A part of the group's data that may be asked about: which table, which of its columns, and whose it is.
import {
  array,
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

export const datasets = defineTable(
  'datasets',
  {
    name: varchar(120),
    description: text().optional(),
    /** `insurance.policy` */
    source: varchar(130),
    /** What of it may be asked for. */
    columns: array(text()),
    owner: varchar(200),
    classification: oneOf('PUBLIC', 'INTERNAL', 'CONFIDENTIAL', 'PERSONAL').default('INTERNAL'),
    status: oneOf('DRAFT', 'ACTIVE', 'RETIRED').default('DRAFT'),
  },
  [
    unique(['name']),
    check('source', "source ~ '^[a-z][A-Za-z0-9]*[.][a-z][A-Za-z0-9]*$'"),
    check('columns', 'cardinality(columns) > 0'),
    states('status', {
      next: { DRAFT: ['ACTIVE'], ACTIVE: ['RETIRED'], RETIRED: ['ACTIVE'] },
      initial: ['DRAFT'],
    }),
    audited(),
    timestamped(),
    softDeleted(),
    searchable({ name: 'A', description: 'B' }, { language: 'spanish' }),
  ],
)
