// Days for which budgets are made and results are read. Closed, they take no more entries.
import { audited, date, defineTable, oneOf, timestamped, varchar } from '../../../kernel/index.ts'
import { ledgerPeriod } from '../ledger/period.ts'

export const fiscalPeriods = defineTable(
  'fiscal_periods',
  {
    name: varchar(40),
    startsOn: date().immutable(),
    endsOn: date().immutable(),
    status: oneOf('OPEN', 'CLOSED').default('OPEN'),
  },
  [...ledgerPeriod, audited(), timestamped()],
)
