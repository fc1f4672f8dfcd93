// A measure that the group speaks of by one name.
import {
  audited,
  check,
  defineTable,
  oneOf,
  searchable,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'

export const metrics = defineTable(
  'metrics',
  {
    name: varchar(120).immutable(),
    title: varchar(200),
    description: text(),
    unit: varchar(20),
    /** Which way is better. */
    direction: oneOf('UP', 'DOWN', 'NEITHER').default('UP'),
    owner: varchar(200),
  },
  [
    unique(['name']),
    check('name', "name ~ '^[a-z][a-z0-9_]*$'"),
    audited(),
    timestamped(),
    searchable({ title: 'A', name: 'A', description: 'B' }, { language: 'spanish' }),
  ],
)
