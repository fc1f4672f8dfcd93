// A report that comes back: what it asks, of which dataset, and who answers for it.
import {
  audited,
  check,
  defineTable,
  integer,
  json,
  oneOf,
  refersTo,
  searchable,
  softDeleted,
  states,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'

export const reports = defineTable(
  'reports',
  {
    code: varchar(60).immutable(),
    title: varchar(200),
    description: text().optional(),
    datasetId: refersTo('analytics.dataset'),
    definition: json(),
    /** Rises with every change of what it asks. */
    definitionVersion: integer().default(1),
    owner: varchar(200),
    /** Five fields: minute, hour, day, month, day of the week. */
    cron: varchar(120).optional(),
    status: oneOf('DRAFT', 'ACTIVE', 'RETIRED').default('DRAFT'),
  },
  [
    unique(['code']),
    check('code', "code ~ '^[A-Z0-9][A-Z0-9-]*$'"),
    check('cron', "cron ~ '^[^ ]+( [^ ]+){4}$'"),
    check('definition_version', 'definition_version >= 1'),
    states('status', {
      next: { DRAFT: ['ACTIVE'], ACTIVE: ['RETIRED'], RETIRED: ['ACTIVE'] },
      initial: ['DRAFT'],
    }),
    audited(),
    timestamped(),
    softDeleted(),
    searchable({ title: 'A', code: 'A', description: 'B' }, { language: 'spanish' }),
  ],
)
