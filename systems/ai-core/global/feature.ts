// The definition of a score or indicator. A version never changes; a better definition is another version.
import {
  boolean,
  check,
  defineTable,
  index,
  integer,
  json,
  oneOf,
  text,
  timestamped,
  unique,
  varchar,
  withheld,
} from '../../../kernel/index.ts'

export const features = defineTable(
  'features',
  {
    name: varchar(120).immutable(),
    version: integer().default(1).immutable(),
    description: text().optional(),
    valueType: oneOf('NUMBER', 'TEXT', 'BOOLEAN', 'JSON').immutable(),
    definition: json().immutable(),
    /** A value older than this is stale. */
    freshForMinutes: integer().optional(),
    active: boolean().default(true),
  },
  [
    unique(['name', 'version']),
    check('version', 'version >= 1'),
    check('fresh', 'fresh_for_minutes > 0'),
    index(['name'], { where: 'active' }),
    timestamped(),
    withheld('delete'),
  ],
)
