// So much of a line of a statement is so much of what was expected. Neither is explained twice.
import {
  audited,
  belongsTo,
  check,
  counted,
  decimal,
  defineTable,
  index,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'
import { sameWay } from './same-way.ts'

export const bankMatches = defineTable(
  'bank_matches',
  {
    lineId: belongsTo('statement_lines', { inverse: 'matches' }).immutable(),
    flowId: belongsTo('expected_flows', { inverse: 'matches' }).immutable(),
    amount: decimal(18, 2).immutable(),
    matchedBy: varchar(200).optional().immutable(),
  },
  [
    unique(['lineId', 'flowId']),
    check('amount', 'amount > 0'),
    counted('flowId', { into: 'matched', sum: 'amount' }),
    counted('lineId', { into: 'explained', sum: 'amount' }),
    sameWay('flowId'),
    index(['flowId']),
    audited(),
    timestamped(),
  ],
)
