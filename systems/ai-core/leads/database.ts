// sm_leads: people who may become clients, and the attempts to reach them.
import { defineDatabase } from '../../../kernel/index.ts'
import { auditDetailsOfPersons, auditEvents } from '../audit-event.ts'
import { inboxEvents } from '../global/inbox-event.ts'
import { outboxEvents } from '../outbox-event.ts'
import { leads } from './lead.ts'
import { leadContacts } from './lead-contact.ts'

export const leadsDatabase = defineDatabase({
  schema: 'sm_leads',
  name: 'leads',
  area: 'crm',
  purpose: 'Leads and their conversion into clients',
  tables: {
    lead: leads,
    leadContact: leadContacts,
    auditEvent: auditEvents,
    auditDetail: auditDetailsOfPersons,
    inboxEvent: inboxEvents,
    outboxEvent: outboxEvents,
  },
})
