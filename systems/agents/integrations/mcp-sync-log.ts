// How one synchronisation went, in pieces of a month that are dropped whole. The integration counts failures in a row
// and pauses after ten.
import {
  belongsTo,
  check,
  defineFeature,
  defineTable,
  index,
  instant,
  integer,
  oneOf,
  partitioned,
  retained,
  text,
  withheld,
} from '../../../kernel/index.ts'
import { ofWorkspace } from '../workspace.ts'

/** Failures after which nobody is asked again until somebody looks. */
export const failuresMax = 10

const failures = defineFeature('failures', () => [
  {
    kind: 'routine',
    name: 'sync_failures',
    security: 'definer',
    underPolicies: true,
    body: `begin
  update {table:mcp_integrations} i set
    consecutive_failures = case when new.status = 'FAILED' then i.consecutive_failures + 1 else 0 end,
    last_sync = case when new.status = 'FAILED' then i.last_sync else greatest(i.last_sync, new.last_sync) end,
    status = case when new.status = 'FAILED' and i.consecutive_failures + 1 >= ${failuresMax} then 'PAUSED' else i.status end,
    is_active = i.is_active and not (new.status = 'FAILED' and i.consecutive_failures + 1 >= ${failuresMax})
  where i.id = new.integration_id;
  return null;
end`,
    triggers: [{ name: 'sync_failures', when: 'after', event: 'insert', each: 'row' }],
  },
])

export const mcpSyncLogs = defineTable(
  'mcp_sync_logs',
  {
    integrationId: belongsTo('mcp_integrations', { inverse: 'syncLogs', onDelete: 'cascade' }),
    lastSync: instant(),
    /** Where each stream of the provider stands. */
    cursor: text().optional(),
    itemsSynced: integer().default(0),
    itemsSkipped: integer().default(0),
    itemsFailed: integer().default(0),
    status: oneOf('SUCCESS', 'PARTIAL', 'FAILED').default('SUCCESS'),
    errorMessage: text().optional(),
    createdAt: instant().defaultNow(),
  },
  [
    partitioned({ by: 'createdAt', every: 'month', ahead: 3 }),
    retained({ by: 'createdAt', keep: '30 days' }),
    check('items', 'items_synced >= 0 and items_skipped >= 0 and items_failed >= 0'),
    check('error', "status <> 'FAILED' or error_message is not null"),
    index(['-createdAt']),
    index(['integrationId', '-createdAt']),
    index(['status'], { where: "status = 'FAILED'" }),
    failures,
    withheld('update', 'delete'),
    ofWorkspace({ through: 'integrationId' }),
  ],
)
