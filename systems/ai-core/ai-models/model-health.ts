// How a model did in a stretch of time: how often it was asked, how often it failed, how long it took.
import {
  belongsTo,
  check,
  defineTable,
  exclude,
  instant,
  integer,
  timestamped,
} from '../../../kernel/index.ts'

export const modelHealth = defineTable(
  'model_health',
  {
    modelVersionId: belongsTo('model_versions', { inverse: 'health' }).immutable(),
    windowStart: instant().immutable(),
    windowEnd: instant().immutable(),
    requests: integer().default(0),
    errors: integer().default(0),
    timeouts: integer().default(0),
    /** Milliseconds; null where nothing was asked. */
    p50Ms: integer().optional(),
    p95Ms: integer().optional(),
  },
  [
    exclude('one_at_a_time', {
      model_version_id: '=',
      'tstzrange(window_start, window_end)': '&&',
    }),
    check('window', 'window_end > window_start'),
    check('counts', 'errors >= 0 and timeouts >= 0 and errors + timeouts <= requests'),
    check('latency', 'p50_ms >= 0 and p95_ms >= p50_ms'),
    check('asked', 'requests > 0 or (p50_ms is null and p95_ms is null)'),
    timestamped(),
  ],
)
