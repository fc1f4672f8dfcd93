// sm_customers: clients as the group treats them: segments, health, one line a party.
import { defineDatabase } from '../../../kernel/index.ts'
import { auditEvents } from '../audit-event.ts'
import { inboxEvents } from '../global/inbox-event.ts'
import { mergedParties, partyRoots } from '../merged-party.ts'
import { outboxEvents } from '../outbox-event.ts'
import { customers } from './customer.ts'
import { customerOverviews } from './customer-overview.ts'
import { healthScores } from './health-score.ts'
import { segments } from './segment.ts'
import { segmentMembers } from './segment-member.ts'

export const customersDatabase = defineDatabase({
  schema: 'sm_customers',
  name: 'customers',
  area: 'crm',
  purpose: 'Clients: segments and health of the relation',
  tables: {
    customer: customers,
    segment: segments,
    segmentMember: segmentMembers,
    healthScore: healthScores,
    mergedParty: mergedParties,
    partyRoot: partyRoots,
    customerOverview: customerOverviews,
    auditEvent: auditEvents,
    inboxEvent: inboxEvents,
    outboxEvent: outboxEvents,
  },
})
