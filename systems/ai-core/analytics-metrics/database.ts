// sm_analytics_metrics: what is measured, by which definition, and what came out.
import { defineDatabase } from '../../../kernel/index.ts'
import { auditEvents } from '../audit-event.ts'
import { outboxEvents } from '../outbox-event.ts'
import { metrics } from './metric.ts'
import { metricValues } from './metric-value.ts'
import { metricVersions } from './metric-version.ts'

export const analyticsMetrics = defineDatabase({
  schema: 'sm_analytics_metrics',
  name: 'analyticsMetrics',
  area: 'analytics',
  purpose: 'Metrics with one definition each, and their reproducible values',
  tables: {
    metric: metrics,
    metricVersion: metricVersions,
    metricValue: metricValues,
    auditEvent: auditEvents,
    outboxEvent: outboxEvents,
  },
})
