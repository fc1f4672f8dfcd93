// sm_finance: the management ledger. Where cost is borne, beside what the law wants to be kept.
import { defineDatabase } from '../../../kernel/index.ts'
import { auditEvents } from '../audit-event.ts'
import { outboxEvents } from '../outbox-event.ts'
import { allocationEntries } from './allocation-entry.ts'
import { allocationLines } from './allocation-line.ts'
import { costCentres } from './cost-centre.ts'
import { fiscalPeriods } from './fiscal-period.ts'

export const corporateFinance = defineDatabase({
  schema: 'sm_finance',
  name: 'corporateFinance',
  area: 'corporate-finance',
  purpose: 'Management ledger: cost centres, fiscal periods, allocations',
  tables: {
    costCentre: costCentres,
    fiscalPeriod: fiscalPeriods,
    allocationEntry: allocationEntries,
    allocationLine: allocationLines,
    auditEvent: auditEvents,
    outboxEvent: outboxEvents,
  },
})
