// ss_insurance: the core record of the insurance area: policies, receipts, heads of claims.
import { defineDatabase } from '../../../kernel/index.ts'
import { auditDetailsOfPersons, auditEvents } from '../audit-event.ts'
import { outboxEvents } from '../outbox-event.ts'
import { claims } from './claim.ts'
import { policies } from './policy.ts'
import { policyVersions } from './policy-version.ts'
import { products } from './product.ts'
import { receipts } from './receipt.ts'

export const insurance = defineDatabase({
  schema: 'ss_insurance',
  name: 'insurance',
  area: 'insurance',
  purpose: 'Policies, receipts and claims',
  tables: {
    product: products,
    policy: policies,
    policyVersion: policyVersions,
    receipt: receipts,
    claim: claims,
    auditEvent: auditEvents,
    auditDetail: auditDetailsOfPersons,
    outboxEvent: outboxEvents,
  },
})
