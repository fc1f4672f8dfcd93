// How a metric is computed, from one publication to the next. One definition is in force.
import {
  audited,
  belongsTo,
  check,
  defineTable,
  emits,
  json,
  oneOf,
  text,
  timestamped,
  varchar,
} from '../../../kernel/index.ts'
import { versionColumns, versioned } from '../versioned.ts'

export const metricVersions = defineTable(
  'metric_versions',
  {
    metricId: belongsTo('metrics', { inverse: 'versions' }).immutable(),
    ...versionColumns,
    /** A ratio is its numerator by its denominator; of the others the numerator is all. */
    kind: oneOf('COUNT', 'SUM', 'RATIO'),
    /** For people. */
    formula: text(),
    /** `insurance.policy` and the like, with what is asked of them. */
    inputs: json(),
    grain: oneOf('DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR').default('MONTH'),
    dataset: varchar(120).optional(),
  },
  [
    ...versioned('metric_versions', 'metricId'),
    check('formula', "formula ~ '[^[:space:]]'"),
    emits('Metric', {
      MetricPublished: {
        when: "status = 'PUBLISHED'",
        payload: { metricVersionId: 'id', metricId: 'metricId', version: 'version' },
      },
    }),
    audited(),
    timestamped(),
  ],
)
