// sm_data_quality: what good data are, when that was checked and what was found.
import { defineDatabase } from '../../../kernel/index.ts'
import { auditEvents } from '../audit-event.ts'
import { outboxEvents } from '../outbox-event.ts'
import { rules } from './rule.ts'
import { ruleTrends } from './rule-trend.ts'
import { runs } from './run.ts'
import { violations } from './violation.ts'

export const dataQuality = defineDatabase({
  schema: 'sm_data_quality',
  name: 'dataQuality',
  area: 'others',
  purpose: 'Rules of data quality, their runs, violations and trend',
  tables: {
    rule: rules,
    run: runs,
    violation: violations,
    ruleTrend: ruleTrends,
    auditEvent: auditEvents,
    outboxEvent: outboxEvents,
  },
})
