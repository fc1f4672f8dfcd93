// What happened, in money, on a day: debits and credits of one total. Never changed; a reversal is another entry.
import {
  audited,
  belongsTo,
  check,
  date,
  decimal,
  defineTable,
  emits,
  index,
  searchable,
  text,
  timestamped,
  unique,
  uuid,
  varchar,
} from '../../../kernel/index.ts'
import { balancedEntry } from '../ledger/balanced.ts'
import { ledgerActions } from '../ledger/ledger-actions.ts'
import { checkCurrency } from '../money.ts'
import { generalLedger } from './ledger.ts'

export const journalEntries = defineTable(
  'journal_entries',
  {
    periodId: belongsTo('accounting_periods', { inverse: 'entries' }).immutable(),
    postedOn: date().immutable(),
    description: text().immutable(),
    total: decimal(18, 2).immutable(),
    currency: varchar(3).default('EUR').immutable(),
    reversesId: belongsTo('journal_entries', { inverse: 'reversals' }).optional().immutable(),
    /** What it was posted from, if from elsewhere: once. */
    sourceType: varchar(80).optional().immutable(),
    sourceId: uuid().optional().immutable(),
  },
  [
    ...balancedEntry(generalLedger),
    ledgerActions('accounting', {
      entry: 'journalEntry',
      line: 'journalLine',
      account: 'accountId',
    }),
    unique(['sourceType', 'sourceId']),
    check('source', '(source_type is null) = (source_id is null)'),
    checkCurrency,
    index(['periodId', '-postedOn']),
    emits('JournalEntry', {
      EntryPosted: {
        payload: {
          entryId: 'id',
          postedOn: 'postedOn',
          total: 'total',
          sourceType: 'sourceType',
          sourceId: 'sourceId',
        },
      },
    }),
    audited(),
    timestamped(),
    searchable({ description: 'A' }, { language: 'spanish' }),
  ],
)
