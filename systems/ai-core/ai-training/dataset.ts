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
import { checkSha256 } from '../sha256.ts'

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
    checkSha256('digest'),
    audited(),
    timestamped(),
    searchable({ name: 'A', purpose: 'B' }, { language: 'spanish' }),
  ],
)
