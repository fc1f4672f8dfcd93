// sf_finance: mortgages and loans: requests, terms, schedules, early repayments, revisions of the rate.
import { defineDatabase } from '../../../kernel/index.ts'
import { auditDetailsOfPersons, auditEvents } from '../audit-event.ts'
import { outboxEvents } from '../outbox-event.ts'
import { earlyRepayments } from './early-repayment.ts'
import { instalments } from './instalment.ts'
import { loans } from './loan.ts'
import { rateRevisions } from './rate-revision.ts'

export const finance = defineDatabase({
  schema: 'sf_finance',
  name: 'finance',
  area: 'finance',
  purpose: 'Mortgages and loans of Eurocaja Rural and others',
  tables: {
    loan: loans,
    instalment: instalments,
    earlyRepayment: earlyRepayments,
    rateRevision: rateRevisions,
    auditEvent: auditEvents,
    auditDetail: auditDetailsOfPersons,
    outboxEvent: outboxEvents,
  },
})
