// What can be insured and by whom: the thing a policy is a policy of.
import {
  audited,
  check,
  counter,
  defineTable,
  index,
  oneOf,
  searchable,
  softDeleted,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'

export const products = defineTable(
  'products',
  {
    code: varchar(40),
    name: varchar(200),
    line: oneOf('MOTOR', 'HOME', 'HEALTH', 'LIFE', 'FUNERAL', 'LIABILITY', 'BUSINESS', 'TRAVEL'),
    carrierName: varchar(200),
    description: text().optional(),
    status: oneOf('DRAFT', 'ON_SALE', 'WITHDRAWN').default('DRAFT'),
    policyCount: counter(),
  },
  [
    unique(['code']),
    check('code', "code ~ '^[A-Z0-9-]+$'"),
    index(['line', 'name']),
    audited(),
    timestamped(),
    softDeleted(),
    searchable(
      { name: 'A', code: 'A', carrierName: 'B', description: 'C' },
      { language: 'spanish' },
    ),
  ],
)
