// sm_quality: audits, non-conformities and what is done about them.
import { defineDatabase } from '../../../kernel/index.ts'
import { auditEvents } from '../audit-event.ts'
import { outboxEvents } from '../outbox-event.ts'
import { correctiveActions } from './corrective-action.ts'
import { nonConformities } from './non-conformity.ts'
import { qualityAudits } from './quality-audit.ts'

export const quality = defineDatabase({
  schema: 'sm_quality',
  name: 'quality',
  area: 'others',
  purpose: 'Quality: audits, non-conformities, corrective actions',
  tables: {
    qualityAudit: qualityAudits,
    nonConformity: nonConformities,
    correctiveAction: correctiveActions,
    auditEvent: auditEvents,
    outboxEvent: outboxEvents,
  },
})
