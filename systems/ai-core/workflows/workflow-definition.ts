// A way of working under a name. What it consists of is in its versions.
import {
  audited,
  check,
  defineTable,
  searchable,
  softDeleted,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'

export const workflowDefinitions = defineTable(
  'workflow_definitions',
  {
    key: varchar(120).immutable(),
    name: text(),
    description: text().optional(),
  },
  [
    unique(['key']),
    check('key', "key ~ '^[a-z][a-z0-9-]*$'"),
    audited(),
    timestamped(),
    softDeleted(),
    searchable({ name: 'A', description: 'B' }, { language: 'spanish' }),
  ],
)
