// sm_hr_performance: rounds of reviews, what is said in them and what was meant to be reached.
import { defineDatabase } from '../../../kernel/index.ts'
import { auditDetailsOfPersons, auditEvents } from '../audit-event.ts'
import { outboxEvents } from '../outbox-event.ts'
import { goals } from './goal.ts'
import { reviews } from './review.ts'
import { reviewCycles } from './review-cycle.ts'

export const hrPerformance = defineDatabase({
  schema: 'sm_hr_performance',
  name: 'hrPerformance',
  area: 'hr',
  purpose: 'Review cycles, reviews and goals',
  tables: {
    reviewCycle: reviewCycles,
    review: reviews,
    goal: goals,
    auditEvent: auditEvents,
    auditDetail: auditDetailsOfPersons,
    outboxEvent: outboxEvents,
  },
})
