// A model of a provider, under the name by which it is called. What it can do stands in its versions.
import {
  audited,
  belongsTo,
  check,
  date,
  defineTable,
  oneOf,
  searchable,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'

export const models = defineTable(
  'models',
  {
    provider: varchar(80).immutable(),
    name: varchar(120).immutable(),
    kind: oneOf('CHAT', 'COMPLETION', 'EMBEDDING', 'SPEECH', 'IMAGE', 'RERANK').immutable(),
    description: text().optional(),
    /** From this day on it is no longer served. */
    deprecatedOn: date().optional(),
    successorId: belongsTo('models', { inverse: 'predecessors' }).optional(),
  },
  [
    unique(['provider', 'name']),
    check('not_itself', 'successor_id <> id'),
    audited(),
    timestamped(),
    searchable({ name: 'A', provider: 'A', description: 'B' }, { language: 'simple' }),
  ],
)
