// Who did what to the audited tables, in the commit of what it tells.
import { auditDetails, auditLog, defineTable, partitioned, retained } from '../../kernel/index.ts'

export const auditEvents = defineTable('audit_events', {}, [
  auditLog(),
  partitioned({ by: 'occurredAt', every: 'month', ahead: 3 }),
  retained({ by: 'occurredAt', keep: '2 years', after: 'keep' }),
])

/** What of it is about a person, to be erased with the person. */
export const auditDetailsOfPersons = defineTable('audit_details', {}, [auditDetails()])
