// ss_endorsements: changes to policies from a day on, and what each of them costs or gives back.
import { defineDatabase } from '../../../kernel/index.ts'
import { auditEvents } from '../audit-event.ts'
import { outboxEvents } from '../outbox-event.ts'
import { endorsements } from './endorsement.ts'
import { insuredTerms } from './insured-term.ts'
import { premiumAdjustments } from './premium-adjustment.ts'
import { premiumStretches } from './premium-stretch.ts'

export const endorsementsDatabase = defineDatabase({
  schema: 'ss_endorsements',
  name: 'endorsements',
  area: 'insurance',
  purpose: 'Endorsements and riders: premiums by day, both directions',
  tables: {
    insuredTerm: insuredTerms,
    endorsement: endorsements,
    premiumStretch: premiumStretches,
    premiumAdjustment: premiumAdjustments,
    auditEvent: auditEvents,
    outboxEvent: outboxEvents,
  },
})
