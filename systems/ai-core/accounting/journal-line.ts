// One side of an entry: so much on that account.
import {
  audited,
  belongsTo,
  decimal,
  defineTable,
  index,
  lockedBy,
  oneOf,
  text,
  timestamped,
} from '../../../kernel/index.ts'
import { balancedLine } from '../ledger/balanced.ts'
import { generalLedger } from './ledger.ts'

export const journalLines = defineTable(
  'journal_lines',
  {
    entryId: belongsTo('journal_entries', { inverse: 'lines' }).immutable(),
    accountId: belongsTo('accounts', { inverse: 'lines' }).immutable(),
    side: oneOf('DEBIT', 'CREDIT').immutable(),
    amount: decimal(18, 2).immutable(),
    description: text().optional().immutable(),
  },
  [
    ...balancedLine(generalLedger),
    lockedBy('accountId', { when: "status = 'CLOSED'", message: 'the account is closed' }),
    index(['entryId']),
    index(['accountId']),
    audited(),
    timestamped(),
  ],
)
