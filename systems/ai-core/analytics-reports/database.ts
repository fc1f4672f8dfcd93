// sm_analytics_reports: reports, their runs and where these went.
import { defineDatabase } from '../../../kernel/index.ts'
import { auditEvents } from '../audit-event.ts'
import { outboxEvents } from '../outbox-event.ts'
import { deliveries } from './delivery.ts'
import { reports } from './report.ts'
import { runs } from './run.ts'

export const analyticsReports = defineDatabase({
  schema: 'sm_analytics_reports',
  name: 'analyticsReports',
  area: 'analytics',
  purpose: 'Reports, their reproducible runs and deliveries',
  tables: {
    report: reports,
    run: runs,
    delivery: deliveries,
    auditEvent: auditEvents,
    outboxEvent: outboxEvents,
  },
})
