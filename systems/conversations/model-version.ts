// A release of a model. One of them is the default: the database refuses a second.
import {
  audited,
  belongsTo,
  boolean,
  defineTable,
  instant,
  text,
  unique,
  varchar,
} from '../../kernel/index.ts'

export const modelVersions = defineTable(
  'model_versions',
  {
    modelId: belongsTo('ai_models', { inverse: 'versions', onDelete: 'cascade' }).immutable(),
    versionNumber: varchar(20),
    releaseNotes: text().optional(),
    isDefault: boolean().default(false),
    createdAt: instant().defaultNow().immutable(),
  },
  [
    unique(['modelId', 'versionNumber']),
    unique(['modelId'], { name: 'model_versions_one_default_key', where: 'is_default' }),
    audited(),
  ],
)
