// Who did what to the audited tables of the bank, in the same commit; and what of it is about a person, apart, to be
// erased with the person.
import { auditDetails, auditLog, defineTable, partitioned, retained } from '../../kernel/index.ts'

export const auditEvents = defineTable('audit_events', {}, [
  auditLog(),
  partitioned({ by: 'occurredAt', every: 'month', ahead: 3 }),
  retained({ by: 'occurredAt', keep: '2 years', after: 'keep' }),
])

export const auditDetailsOfPersons = defineTable('audit_details', {}, [auditDetails()])
