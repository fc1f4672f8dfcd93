// How passages are looked for on behalf of one user: the one place for it. The threshold holds for the model it names.
import {
  array,
  belongsTo,
  check,
  decimal,
  defineTable,
  integer,
  json,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'
import { ofWorkspace } from '../workspace.ts'
import { embeddingModel } from './rag-chunk.ts'

export const ragSettings = defineTable(
  'rag_settings',
  {
    userId: belongsTo('users', { inverse: 'ragSettings', onDelete: 'cascade' }).immutable(),
    topK: integer().default(5),
    threshold: decimal(3, 2).default('0.7'),
    embeddingModel: varchar(100).default(embeddingModel),
    collections: array(text()).default([]),
    advancedSettings: json().optional(),
  },
  [
    unique(['userId']),
    check('top_k', 'top_k between 1 and 20'),
    check('threshold', 'threshold between 0 and 1'),
    ofWorkspace({ member: 'userId' }),
    timestamped(),
  ],
)
