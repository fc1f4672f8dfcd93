// An account of the chart (Plan General Contable). Groups and their parts are a tree.
import {
  acyclic,
  audited,
  belongsTo,
  check,
  defineTable,
  index,
  oneOf,
  searchable,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'

export const accounts = defineTable(
  'accounts',
  {
    /** One to twelve digits; a part begins with its group's. */
    code: varchar(12),
    name: text(),
    kind: oneOf('ASSET', 'LIABILITY', 'EQUITY', 'INCOME', 'EXPENSE'),
    parentId: belongsTo('accounts', { inverse: 'parts' }).optional(),
    status: oneOf('ACTIVE', 'CLOSED').default('ACTIVE'),
  },
  [
    unique(['code']),
    check('code', "code ~ '^[0-9]{1,12}$'"),
    check('not_itself', 'parent_id <> id'),
    acyclic('parentId'),
    index(['parentId'], { where: 'parent_id is not null' }),
    audited(),
    timestamped(),
    searchable({ code: 'A', name: 'A' }, { language: 'spanish' }),
  ],
)
