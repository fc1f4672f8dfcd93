// ss_claims: the handling of claims: files, what was covered on the day, the ledger of reserves.
import { defineDatabase } from '../../../kernel/index.ts'
import { auditDetailsOfPersons, auditEvents } from '../audit-event.ts'
import { outboxEvents } from '../outbox-event.ts'
import { claimCoverages } from './claim-coverage.ts'
import { claimFiles } from './claim-file.ts'
import { reserveMovements } from './reserve-movement.ts'

export const claims = defineDatabase({
  schema: 'ss_claims',
  name: 'claims',
  area: 'insurance',
  purpose: 'Handling of claims: assessment, reserves, payments',
  tables: {
    claimFile: claimFiles,
    claimCoverage: claimCoverages,
    reserveMovement: reserveMovements,
    auditEvent: auditEvents,
    auditDetail: auditDetailsOfPersons,
    outboxEvent: outboxEvents,
  },
})
