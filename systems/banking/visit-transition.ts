// Each state that a visit entered: from these rows waiting and service are measured.
import { belongsTo, defineTable, tenant, text, transitions, uuid } from '../../kernel/index.ts'

export const visitTransitions = defineTable(
  'visit_transitions',
  {
    branchId: uuid(),
    visitId: belongsTo('visits', { onDelete: 'cascade', inverse: 'transitions' }),
    /** The desk then; it may be gone by now. */
    moduleId: uuid().optional(),
    abandonReason: text().optional(),
  },
  [tenant({ by: 'branchId', through: 'visitId' }), transitions('visitId')],
)
