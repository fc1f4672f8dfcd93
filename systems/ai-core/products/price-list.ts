// A list of prices: for whom and in which currency.
import {
  audited,
  defineTable,
  oneOf,
  softDeleted,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'
import { checkCurrency } from '../money.ts'

export const priceLists = defineTable(
  'price_lists',
  {
    code: varchar(40).immutable(),
    name: varchar(200),
    currency: varchar(3).default('EUR').immutable(),
    audience: oneOf('RETAIL', 'BUSINESS', 'STAFF', 'PARTNER').default('RETAIL'),
  },
  [unique(['code']), checkCurrency, audited(), timestamped(), softDeleted()],
)
