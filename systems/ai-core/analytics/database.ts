// sm_analytics: what may be asked about, who may ask, and what was asked.
import { defineDatabase } from '../../../kernel/index.ts'
import { auditEvents } from '../audit-event.ts'
import { outboxEvents } from '../outbox-event.ts'
import { datasets } from './dataset.ts'
import { datasetGrants } from './dataset-grant.ts'
import { queries } from './query.ts'
import { queryRuns } from './query-run.ts'

export const analytics = defineDatabase({
  schema: 'sm_analytics',
  name: 'analytics',
  area: 'analytics',
  purpose: 'Datasets, who may ask about them, and the questions asked',
  tables: {
    dataset: datasets,
    datasetGrant: datasetGrants,
    query: queries,
    queryRun: queryRuns,
    auditEvent: auditEvents,
    outboxEvent: outboxEvents,
  },
})
