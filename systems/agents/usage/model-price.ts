// What a model costs, from when to when. One price holds at a time, and calls of the past keep theirs. The list is the
// platform's and nobody's own.
import {
  audited,
  check,
  defineTable,
  exclude,
  index,
  instant,
  integer,
  oneOf,
  timestamped,
  varchar,
} from '../../../kernel/index.ts'
import { cost } from './counts.ts'

export const modelPrices = defineTable(
  'model_prices',
  {
    model: varchar(100).immutable(),
    dimension: oneOf('input', 'output', 'cache_read', 'cache_write').immutable(),
    /** US dollars for `unit` tokens. */
    price: cost().immutable(),
    unit: integer().default(1_000_000).immutable(),
    validFrom: instant().defaultNow().immutable(),
    validUntil: instant().optional(),
  },
  [
    check('price', 'price >= 0'),
    check('unit', 'unit > 0'),
    check('validity', 'valid_until > valid_from'),
    exclude('one_price', {
      model: '=',
      dimension: '=',
      'tstzrange(valid_from, valid_until)': '&&',
    }),
    index(['model', 'dimension', '-validFrom']),
    audited(),
    timestamped(),
  ],
)
