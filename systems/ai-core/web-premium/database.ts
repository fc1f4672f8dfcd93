// soriano_web_premium: the corporate web: pages and their versions, forms that become leads.
import { defineDatabase } from '../../../kernel/index.ts'
import { auditDetailsOfPersons, auditEvents } from '../audit-event.ts'
import { outboxEvents } from '../outbox-event.ts'
import { formSenders } from './form-sender.ts'
import { leadForms } from './lead-form.ts'
import { pages } from './page.ts'
import { pageVersions } from './page-version.ts'

export const webPremium = defineDatabase({
  schema: 'soriano_web_premium',
  name: 'webPremium',
  area: 'portals',
  purpose: 'Corporate web: pages and forms',
  tables: {
    page: pages,
    pageVersion: pageVersions,
    leadForm: leadForms,
    formSender: formSenders,
    auditEvent: auditEvents,
    auditDetail: auditDetailsOfPersons,
    outboxEvent: outboxEvents,
  },
})
