// sm_analytics_dashboards: pages of tiles, each with its definition and its age.
import { defineDatabase } from '../../../kernel/index.ts'
import { auditEvents } from '../audit-event.ts'
import { outboxEvents } from '../outbox-event.ts'
import { dashboards } from './dashboard.ts'
import { tiles } from './tile.ts'
import { tileStates } from './tile-state.ts'

export const analyticsDashboards = defineDatabase({
  schema: 'sm_analytics_dashboards',
  name: 'analyticsDashboards',
  area: 'analytics',
  purpose: 'Dashboards whose tiles show their definition and freshness',
  tables: {
    dashboard: dashboards,
    tile: tiles,
    tileState: tileStates,
    auditEvent: auditEvents,
    outboxEvent: outboxEvents,
  },
})
