// sm_audit: the immutable record of what was done.
import { defineDatabase } from '../../../kernel/index.ts'
import { auditEvents } from '../audit-event.ts'
import { checkpoints } from './audit-checkpoint.ts'

export const audit = defineDatabase({
  schema: 'sm_audit',
  name: 'audit',
  area: 'core',
  purpose: 'Immutable audit of what was done, by whom and why',
  tables: { auditEvent: auditEvents, auditCheckpoint: checkpoints },
})
