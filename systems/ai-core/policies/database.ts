// ss_policies: the management of policies: quotes, their life, what each day cost, renewals.
import { defineDatabase } from '../../../kernel/index.ts'
import { auditEvents } from '../audit-event.ts'
import { outboxEvents } from '../outbox-event.ts'
import { managedPolicies } from './managed-policy.ts'
import { policyTerms } from './policy-term.ts'
import { quotes } from './quote.ts'
import { renewals } from './renewal.ts'

export const policies = defineDatabase({
  schema: 'ss_policies',
  name: 'policies',
  area: 'insurance',
  purpose: 'Management of policies: quotes, life cycle, terms and renewals',
  tables: {
    quote: quotes,
    managedPolicy: managedPolicies,
    policyTerm: policyTerms,
    renewal: renewals,
    auditEvent: auditEvents,
    outboxEvent: outboxEvents,
  },
})
