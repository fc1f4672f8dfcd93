// Another name under which a model is asked for: the one it had before, or a short one.
import { audited, belongsTo, defineTable, instant, unique, varchar } from '../../kernel/index.ts'

export const modelAliases = defineTable(
  'model_aliases',
  {
    alias: varchar(100).immutable(),
    modelId: belongsTo('ai_models', { inverse: 'aliases', onDelete: 'cascade' }),
    createdAt: instant().defaultNow().immutable(),
  },
  [unique(['alias']), audited()],
)
