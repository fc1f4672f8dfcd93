// One centre's side of an allocation.
import {
  audited,
  belongsTo,
  decimal,
  defineTable,
  index,
  lockedBy,
  oneOf,
  timestamped,
} from '../../../kernel/index.ts'
import { balancedLine } from '../ledger/balanced.ts'
import { managementLedger } from './ledger.ts'

export const allocationLines = defineTable(
  'allocation_lines',
  {
    entryId: belongsTo('allocation_entries', { inverse: 'lines' }).immutable(),
    costCentreId: belongsTo('cost_centres', { inverse: 'lines' }).immutable(),
    side: oneOf('DEBIT', 'CREDIT').immutable(),
    amount: decimal(18, 2).immutable(),
  },
  [
    ...balancedLine(managementLedger),
    lockedBy('costCentreId', { when: "status = 'CLOSED'", message: 'the centre is closed' }),
    index(['entryId']),
    index(['costCentreId']),
    audited(),
    timestamped(),
  ],
)
