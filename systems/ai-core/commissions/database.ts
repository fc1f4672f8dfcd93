// ss_commissions: what agents earn on collected premiums, what is taken back, what is settled.
import { defineDatabase } from '../../../kernel/index.ts'
import { auditEvents } from '../audit-event.ts'
import { outboxEvents } from '../outbox-event.ts'
import { agreements } from './agreement.ts'
import { commissionEntries } from './commission-entry.ts'
import { premiumCollections } from './premium-collection.ts'
import { settlements } from './settlement.ts'

export const commissions = defineDatabase({
  schema: 'ss_commissions',
  name: 'commissions',
  area: 'insurance',
  purpose: 'Commissions and settlements',
  tables: {
    agreement: agreements,
    premiumCollection: premiumCollections,
    commissionEntry: commissionEntries,
    settlement: settlements,
    auditEvent: auditEvents,
    outboxEvent: outboxEvents,
  },
})
