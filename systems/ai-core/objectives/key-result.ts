// How an objective is measured: a metric, where it began, where it is to be. A target below the beginning is reached by
// going down.
import {
  audited,
  belongsTo,
  check,
  decimal,
  defineTable,
  lockedBy,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'
import { money } from '../money.ts'
import { measured } from './measured.ts'

export const keyResults = defineTable(
  'key_results',
  {
    objectiveId: belongsTo('objectives', { inverse: 'keyResults' }).immutable(),
    /** The name and the version of the metric's definition: `insurance.policies-in-force@2`. */
    metric: varchar(120),
    title: varchar(200),
    unit: varchar(20).optional(),
    startValue: money(),
    targetValue: money(),
    weight: decimal(9, 4).default('1'),
    /** What was measured last, and how far that is. */
    currentValue: money().optional().maintained(),
    progress: decimal(5, 4).default('0').maintained(),
  },
  [
    unique(['objectiveId', 'metric']),
    check('metric', "metric ~ '^[a-z][a-z0-9]*([._-][a-z0-9]+)*@[0-9]+$'"),
    check('way', 'target_value <> start_value'),
    check('weight', 'weight > 0'),
    check('progress', 'progress between 0 and 1'),
    lockedBy('objectiveId', {
      when: "status not in ('DRAFT', 'ACTIVE')",
      events: ['insert', 'delete'],
      message: 'an objective that is closed keeps its key results',
    }),
    measured('key_results'),
    audited(),
    timestamped(),
  ],
)
