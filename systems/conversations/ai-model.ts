// A model that may be asked. Its name may change; whatever refers to it holds its id, so that nothing is lost by that.
import {
  audited,
  belongsTo,
  boolean,
  check,
  decimal,
  defineTable,
  instant,
  integer,
  oneOf,
  unique,
  varchar,
} from '../../kernel/index.ts'

export const aiModels = defineTable(
  'ai_models',
  {
    name: varchar(100),
    provider: varchar(50),
    modelType: oneOf('chat', 'completion', 'embedding'),
    version: varchar(20).optional(),
    isActive: boolean().default(true),
    maxTokens: integer().optional(),
    /** Null where the model takes none. */
    temperature: decimal(3, 2).default('0.70').optional(),
    deprecatedAt: instant().optional(),
    successorId: belongsTo('ai_models', { inverse: 'predecessors' }).optional(),
    createdAt: instant().defaultNow().immutable(),
  },
  [
    unique(['name']),
    check('max_tokens', 'max_tokens > 0'),
    check('temperature', 'temperature between 0 and 2'),
    check('successor', 'successor_id <> id'),
    audited(),
  ],
)
