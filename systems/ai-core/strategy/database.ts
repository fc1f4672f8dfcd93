// sm_strategy: plans, what is done for them, and how that changed.
import { defineDatabase } from '../../../kernel/index.ts'
import { auditEvents } from '../audit-event.ts'
import { outboxEvents } from '../outbox-event.ts'
import { initiatives } from './initiative.ts'
import { initiativeMoments } from './initiative-moment.ts'
import { strategicPlans } from './strategic-plan.ts'

export const strategy = defineDatabase({
  schema: 'sm_strategy',
  name: 'strategy',
  area: 'others',
  purpose: 'Strategic plans and initiatives',
  tables: {
    strategicPlan: strategicPlans,
    initiative: initiatives,
    initiativeMoment: initiativeMoments,
    auditEvent: auditEvents,
    outboxEvent: outboxEvents,
  },
})
