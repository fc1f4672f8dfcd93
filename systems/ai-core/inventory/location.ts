// Where stock lies: a warehouse, a shelf in it, a van. A tree.
import {
  acyclic,
  audited,
  belongsTo,
  check,
  defineTable,
  index,
  oneOf,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'

export const locations = defineTable(
  'locations',
  {
    code: varchar(60),
    name: text(),
    parentId: belongsTo('locations', { inverse: 'parts' }).optional(),
    kind: oneOf('WAREHOUSE', 'SHELF', 'VEHICLE', 'OFFICE').default('WAREHOUSE'),
  },
  [
    unique(['code']),
    check('not_itself', 'parent_id <> id'),
    acyclic('parentId'),
    index(['parentId'], { where: 'parent_id is not null' }),
    audited(),
    timestamped(),
  ],
)
