// A measured value of a model, with the size of the sample behind it.
import {
  belongsTo,
  check,
  decimal,
  defineTable,
  index,
  instant,
  integer,
  varchar,
} from '../../kernel/index.ts'

export const modelPerformance = defineTable(
  'model_performance',
  {
    modelId: belongsTo('ai_models', { inverse: 'performance', onDelete: 'cascade' }),
    metricName: varchar(100),
    metricValue: decimal(10, 4).optional(),
    sampleSize: integer().optional(),
    recordedAt: instant().defaultNow(),
  },
  [check('sample_size', 'sample_size > 0'), index(['modelId', 'metricName', '-recordedAt'])],
)
