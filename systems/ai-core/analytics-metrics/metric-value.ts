// What a metric was in a stretch of days, as the quotient of what is kept beside it: who recomputes it comes to the
// same. Late data make another value, which supersedes the first; the same data never make another one.
import {
  belongsTo,
  check,
  date,
  decimal,
  defineTable,
  emits,
  exclude,
  frozen,
  index,
  instant,
  json,
  unique,
  varchar,
  withheld,
} from '../../../kernel/index.ts'
import { onlyWhile } from '../only-while.ts'
import { checkSha256 } from '../sha256.ts'
import { succeeding } from './succeeding.ts'

export const metricValues = defineTable(
  'metric_values',
  {
    metricVersionId: belongsTo('metric_versions', { inverse: 'values' }).immutable(),
    periodStart: date().immutable(),
    /** Without this day. */
    periodEnd: date().immutable(),
    /** `{ "area": "insurance" }`; nothing for the whole. */
    dimensions: json().default({}).immutable(),
    numerator: decimal(30, 10).immutable(),
    denominator: decimal(30, 10).default('1').immutable(),
    /** Null where there is nothing to divide by. */
    value: decimal(30, 10).optional().generatedAs('round(numerator / nullif(denominator, 0), 10)'),
    /** SHA-256 of the rows that it was computed from. */
    inputDigest: varchar(64).immutable(),
    computedAt: instant().defaultNow().immutable(),
    supersededAt: instant().optional().maintained(),
  },
  [
    unique(['metricVersionId', 'periodStart', 'dimensions'], {
      name: 'metric_values_in_force_key',
      where: 'superseded_at is null',
    }),
    exclude('same_inputs_same_numerator', {
      metric_version_id: '=',
      period_start: '=',
      'md5(dimensions::text)': '=',
      input_digest: '=',
      numerator: '<>',
    }),
    exclude('same_inputs_same_denominator', {
      metric_version_id: '=',
      period_start: '=',
      'md5(dimensions::text)': '=',
      input_digest: '=',
      denominator: '<>',
    }),
    check('period', 'period_end > period_start'),
    checkSha256('input_digest'),
    succeeding,
    frozen({
      except: ['supersededAt'],
      message: 'a value that was computed does not change',
    }),
    onlyWhile('metricVersionId', {
      holds: "p.status <> 'DRAFT'",
      message: 'a draft measures nothing yet',
    }),
    index(['metricVersionId', '-periodStart']),
    emits('MetricValue', {
      MetricComputed: {
        payload: {
          metricVersionId: 'metricVersionId',
          periodStart: 'periodStart',
          periodEnd: 'periodEnd',
          value: 'value',
        },
        required: ['metricVersionId', 'periodStart'],
      },
    }),
    withheld('update', 'delete'),
  ],
)
