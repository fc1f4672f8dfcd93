// Cost or income moved between centres of the group: what one is charged another is credited.
import {
  audited,
  belongsTo,
  date,
  decimal,
  defineTable,
  emits,
  index,
  refersTo,
  text,
  timestamped,
  varchar,
} from '../../../kernel/index.ts'
import { balancedEntry } from '../ledger/balanced.ts'
import { ledgerActions } from '../ledger/ledger-actions.ts'
import { checkCurrency } from '../money.ts'
import { managementLedger } from './ledger.ts'

export const allocationEntries = defineTable(
  'allocation_entries',
  {
    periodId: belongsTo('fiscal_periods', { inverse: 'entries' }).immutable(),
    postedOn: date().immutable(),
    description: text().immutable(),
    total: decimal(18, 2).immutable(),
    currency: varchar(3).default('EUR').immutable(),
    reversesId: belongsTo('allocation_entries', { inverse: 'reversals' }).optional().immutable(),
    /** The entry of the general ledger that it spreads, if one. */
    journalEntryId: refersTo('accounting.journalEntry').optional().immutable(),
  },
  [
    ...balancedEntry(managementLedger),
    ledgerActions('corporateFinance', {
      entry: 'allocationEntry',
      line: 'allocationLine',
      account: 'costCentreId',
    }),
    checkCurrency,
    index(['periodId', '-postedOn']),
    emits('AllocationEntry', {
      AllocationPosted: { payload: { entryId: 'id', postedOn: 'postedOn', total: 'total' } },
    }),
    audited(),
    timestamped(),
  ],
)
