// That the usage of a month reached 80, 90 or 100 percent of a limit: once each, written in the transaction that reached
// it. A limit that is raised resolves it, and reaching the new one raises it again.
import {
  belongsTo,
  boolean,
  check,
  counted,
  defineTable,
  emits,
  index,
  instant,
  integer,
  oneOf,
  timestamped,
  unique,
  withheld,
} from '../../../kernel/index.ts'
import { ofWorkspace } from '../workspace.ts'

export const usageAlerts = defineTable(
  'usage_alerts',
  {
    userId: belongsTo('users', { onDelete: 'cascade', inverse: 'usageAlerts' }).immutable(),
    monthlyUsageId: belongsTo('monthly_usage', {
      onDelete: 'cascade',
      inverse: 'alerts',
    }).immutable(),
    type: oneOf(
      'APPROACHING_LIMIT',
      'LIMIT_WARNING',
      'LIMIT_EXCEEDED',
      'UNUSUAL_ACTIVITY',
    ).immutable(),
    dimension: oneOf('messages', 'tokens', 'cost').immutable(),
    /** Percent of the limit, or of what is usual. */
    threshold: integer().immutable(),
    triggered: boolean().default(true).maintained(),
    resolvedAt: instant().optional().maintained(),
  },
  [
    unique(['monthlyUsageId', 'dimension', 'threshold', 'type']),
    check('threshold', 'threshold > 0'),
    check(
      'type_of_threshold',
      `case type when 'APPROACHING_LIMIT' then threshold between 1 and 89
        when 'LIMIT_WARNING' then threshold between 90 and 99
        when 'LIMIT_EXCEEDED' then threshold = 100 else true end`,
    ),
    check('resolved', 'triggered = (resolved_at is null)'),
    index(['type']),
    index(['triggered'], { where: 'triggered' }),
    counted('monthlyUsageId', { into: 'warningsSent' }),
    emits('UsageAlert', {
      UsageAlertRaised: {
        when: 'triggered',
        payload: {
          alertId: 'id',
          userId: 'userId',
          type: 'type',
          dimension: 'dimension',
          threshold: 'threshold',
        },
      },
    }),
    ofWorkspace({ through: 'monthlyUsageId' }),
    withheld('delete'),
    timestamped(),
  ],
)
