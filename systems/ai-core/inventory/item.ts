// Something that is kept in stock and counted.
import {
  audited,
  check,
  decimal,
  defineTable,
  oneOf,
  searchable,
  softDeleted,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'

export const items = defineTable(
  'items',
  {
    sku: varchar(60),
    name: text(),
    description: text().optional(),
    unit: oneOf('UNIT', 'KG', 'LITRE', 'METRE', 'HOUR').default('UNIT'),
    /** Below it, it is time to order. */
    reorderAt: decimal(14, 3).optional(),
    status: oneOf('ACTIVE', 'RETIRED').default('ACTIVE'),
  },
  [
    unique(['sku']),
    check('reorder', 'reorder_at >= 0'),
    audited(),
    timestamped(),
    softDeleted(),
    searchable({ sku: 'A', name: 'A', description: 'B' }, { language: 'spanish' }),
  ],
)
