// sm_objectives: objectives, key results, check-ins.
import { defineDatabase } from '../../../kernel/index.ts'
import { auditEvents } from '../audit-event.ts'
import { outboxEvents } from '../outbox-event.ts'
import { checkIns } from './check-in.ts'
import { keyResults } from './key-result.ts'
import { objectives } from './objective.ts'

export const objectivesDatabase = defineDatabase({
  schema: 'sm_objectives',
  name: 'objectives',
  area: 'others',
  purpose: 'Objectives and key results',
  tables: {
    objective: objectives,
    keyResult: keyResults,
    checkIn: checkIns,
    auditEvent: auditEvents,
    outboxEvent: outboxEvents,
  },
})
