// What a model can do, from one version to the next. One is in force: the default.
import {
  array,
  audited,
  belongsTo,
  check,
  decimal,
  defineTable,
  emits,
  integer,
  oneOf,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'
import { versionColumns, versioned } from '../versioned.ts'

export const modelVersions = defineTable(
  'model_versions',
  {
    modelId: belongsTo('models', { inverse: 'versions' }).immutable(),
    ...versionColumns,
    /** What the provider calls it; never reused. */
    providerVersion: varchar(160),
    contextTokens: integer().optional(),
    maxOutputTokens: integer().optional(),
    /** Of an embedding. */
    dimensions: integer().optional(),
    modalities: array(oneOf('TEXT', 'IMAGE', 'AUDIO', 'VIDEO')).default(['TEXT']),
    capabilities: array(oneOf('TOOLS', 'JSON', 'REASONING', 'STREAMING')).default([]),
    temperatureMax: decimal(3, 2).default('2.00'),
  },
  [
    ...versioned('model_versions', 'modelId'),
    unique(['modelId', 'providerVersion']),
    check('sizes', 'context_tokens > 0 and max_output_tokens > 0 and dimensions > 0'),
    check('output', 'max_output_tokens <= context_tokens'),
    check('temperature', 'temperature_max between 0 and 2'),
    emits('Model', {
      ModelPublished: {
        when: "status = 'PUBLISHED'",
        payload: { modelVersionId: 'id', modelId: 'modelId', version: 'version' },
      },
    }),
    audited(),
    timestamped(),
  ],
)
