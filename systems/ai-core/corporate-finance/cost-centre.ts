// An account of the management ledger: a company, a brand or a department that bears cost. A tree.
import {
  acyclic,
  audited,
  belongsTo,
  check,
  defineTable,
  index,
  oneOf,
  refersTo,
  searchable,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'

export const costCentres = defineTable(
  'cost_centres',
  {
    code: varchar(20),
    name: text(),
    parentId: belongsTo('cost_centres', { inverse: 'parts' }).optional(),
    responsibleId: refersTo('hr.employee').optional(),
    status: oneOf('ACTIVE', 'CLOSED').default('ACTIVE'),
  },
  [
    unique(['code']),
    check('not_itself', 'parent_id <> id'),
    acyclic('parentId'),
    index(['parentId'], { where: 'parent_id is not null' }),
    audited(),
    timestamped(),
    searchable({ code: 'A', name: 'A' }, { language: 'spanish' }),
  ],
)
