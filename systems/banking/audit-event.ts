// Who did what to the audited tables of the bank, in the same commit; and what of it is about a person, apart, to be
// erased with the person.
import { auditDetails, auditLog, defineTable, partitioned } from '../../kernel/index.ts'

export const auditEvents = defineTable('audit_events', {}, [
  auditLog(),
  partitioned({ by: 'occurredAt', every: 'month', ahead: 3 }),
])

export const auditDetailsOfPersons = defineTable('audit_details', {}, [auditDetails()])
