// The signed checkpoints of every area's audit: whoever can change everything in one area cannot change these. Not
// audited themselves: each would ask for another.
import { auditCheckpoints, defineTable } from '../../../kernel/index.ts'

export const checkpoints = defineTable('audit_checkpoints', {}, [auditCheckpoints()])
