// What a model may learn from: where it came from, what for, and from which dataset it was made. A dataset is made
// from one that was there before, for good: its line never closes to a circle.
import {
  audited,
  belongsTo,
  check,
  counter,
  defineTable,
  oneOf,
  searchable,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'

export const datasets = defineTable(
  'datasets',
  {
    name: varchar(160).immutable(),
    parentId: belongsTo('datasets', { inverse: 'children' }).optional().immutable(),
    source: varchar(200).immutable(),
    purpose: text(),
    /** SHA-256 of what it holds, in hexadecimal. */
    digest: varchar(64).immutable(),
    personal: oneOf('NONE', 'ANONYMISED', 'PERSONAL').immutable(),
    subjectCount: counter(),
  },
  [
    unique(['name']),
    check('not_itself', 'parent_id <> id'),
    check('digest', "digest ~ '^[0-9a-f]{64}$'"),
    audited(),
    timestamped(),
    searchable({ name: 'A', purpose: 'B' }, { language: 'spanish' }),
  ],
)
