// What a moderator made of the answers to one question. It links back to the question; an empty one is an error.
import {
  belongsTo,
  check,
  decimal,
  defineTable,
  integer,
  oneOf,
  softDeleted,
  tenant,
  text,
  timestamped,
  varchar,
} from '../../kernel/index.ts'

export const moderatedSyntheses = defineTable(
  'moderated_syntheses',
  {
    interactionEventId: belongsTo('interaction_events', {
      inverse: 'syntheses',
      onDelete: 'cascade',
    }).immutable(),
    synthesisText: text(),
    /** `extractive` works without any model. */
    method: oneOf('model', 'fallback_model', 'extractive').default('model'),
    modelName: varchar(100).optional(),
    promptVersion: varchar(60).optional(),
    inputTokens: integer().optional(),
    outputTokens: integer().optional(),
    cost: decimal(20, 10).optional(),
  },
  [
    tenant({ through: 'interactionEventId' }),
    check('synthesis_text', "btrim(synthesis_text) <> ''"),
    check('by_model', "(method = 'extractive') = (model_name is null)"),
    check('tokens', 'input_tokens >= 0 and output_tokens >= 0'),
    check('cost', 'cost >= 0'),
    softDeleted(),
    timestamped(),
  ],
)
