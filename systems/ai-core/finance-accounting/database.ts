// sm_finance_accounting: what areas tell, mapped to accounts, each thing once.
import { defineDatabase } from '../../../kernel/index.ts'
import { auditEvents } from '../audit-event.ts'
import { outboxEvents } from '../outbox-event.ts'
import { inboxEvents } from './inbox-event.ts'
import { postings } from './posting.ts'
import { postingRules } from './posting-rule.ts'

export const financeAccounting = defineDatabase({
  schema: 'sm_finance_accounting',
  name: 'financeAccounting',
  area: 'corporate-finance',
  purpose: 'Ledger mapping per area: rules and postings',
  tables: {
    postingRule: postingRules,
    posting: postings,
    auditEvent: auditEvents,
    inboxEvent: inboxEvents,
    outboxEvent: outboxEvents,
  },
})
