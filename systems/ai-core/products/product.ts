// Something that the group sells, whatever the area. What it is like is in its versions, what it costs in price lists.
import {
  audited,
  check,
  defineTable,
  emits,
  index,
  oneOf,
  searchable,
  softDeleted,
  states,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'

export const products = defineTable(
  'products',
  {
    code: varchar(60).immutable(),
    name: varchar(200),
    line: oneOf('INSURANCE', 'ENERGY', 'TELECOM', 'FINANCE', 'REPAIRS', 'WORKSHOPS', 'SERVICE'),
    description: text().optional(),
    status: oneOf('DRAFT', 'ON_SALE', 'WITHDRAWN').default('DRAFT'),
  },
  [
    unique(['code']),
    check('code', "code ~ '^[A-Z0-9]+(-[A-Z0-9]+)*$'"),
    index(['line', 'name']),
    states('status', {
      next: { DRAFT: ['ON_SALE', 'WITHDRAWN'], ON_SALE: ['WITHDRAWN'], WITHDRAWN: ['ON_SALE'] },
    }),
    emits('Product', {
      ProductOnSale: { when: "status = 'ON_SALE'", payload: { productId: 'id', code: 'code' } },
      ProductWithdrawn: {
        when: "status = 'WITHDRAWN'",
        payload: { productId: 'id', code: 'code' },
      },
    }),
    audited(),
    timestamped(),
    softDeleted(),
    searchable({ name: 'A', code: 'A', description: 'B' }, { language: 'spanish' }),
  ],
)
