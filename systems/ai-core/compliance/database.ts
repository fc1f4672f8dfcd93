// sm_compliance: what is asked of us, what shows that we do it, and who tried.
import { defineDatabase } from '../../../kernel/index.ts'
import { auditEvents } from '../audit-event.ts'
import { outboxEvents } from '../outbox-event.ts'
import { controlTests } from './control-test.ts'
import { evidences } from './evidence.ts'
import { obligations } from './obligation.ts'
import { overdueObligations } from './overdue-obligation.ts'

export const compliance = defineDatabase({
  schema: 'sm_compliance',
  name: 'compliance',
  area: 'others',
  purpose: 'Obligations, evidence and control tests',
  tables: {
    obligation: obligations,
    evidence: evidences,
    controlTest: controlTests,
    overdueObligation: overdueObligations,
    auditEvent: auditEvents,
    outboxEvent: outboxEvents,
  },
})
