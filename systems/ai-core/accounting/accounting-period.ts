// Days that are closed together. After that nothing is posted to them.
import {
  audited,
  date,
  defineTable,
  emits,
  oneOf,
  timestamped,
  varchar,
} from '../../../kernel/index.ts'
import { ledgerPeriod } from '../ledger/period.ts'

export const accountingPeriods = defineTable(
  'accounting_periods',
  {
    name: varchar(40),
    startsOn: date().immutable(),
    endsOn: date().immutable(),
    status: oneOf('OPEN', 'CLOSED').default('OPEN'),
  },
  [
    ...ledgerPeriod,
    emits('AccountingPeriod', {
      PeriodClosed: { when: "status = 'CLOSED'", payload: { periodId: 'id', name: 'name' } },
    }),
    audited(),
    timestamped(),
  ],
)
