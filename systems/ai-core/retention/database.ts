// ss_retention: signs that clients leave, efforts to keep them, and what those efforts did.
import { defineDatabase } from '../../../kernel/index.ts'
import { auditEvents } from '../audit-event.ts'
import { outboxEvents } from '../outbox-event.ts'
import { churnSignals } from './churn-signal.ts'
import { retentionCampaigns } from './retention-campaign.ts'
import { retentionCases } from './retention-case.ts'

export const retention = defineDatabase({
  schema: 'ss_retention',
  name: 'retention',
  area: 'insurance',
  purpose: 'Client retention: churn signals, campaigns, outcomes',
  tables: {
    churnSignal: churnSignals,
    retentionCampaign: retentionCampaigns,
    retentionCase: retentionCases,
    auditEvent: auditEvents,
    outboxEvent: outboxEvents,
  },
})
