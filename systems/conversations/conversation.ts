// A talk of one user with models. Its totals are kept exact by deltas; its model is a link, never a name.
import {
  belongsTo,
  counter,
  defineTable,
  index,
  instant,
  oneOf,
  searchable,
  tenant,
  timestamped,
  varchar,
} from '../../kernel/index.ts'
import { deletedSince } from './deleted-since.ts'
import { opened } from './metered.ts'

export const conversations = defineTable(
  'conversations',
  {
    userId: belongsTo('users', { inverse: 'conversations', onDelete: 'cascade' }),
    title: varchar(255).optional(),
    status: oneOf('active', 'archived', 'deleted').default('active'),
    /** As the user asked for it; what answered is `modelId`, which no renaming changes. */
    modelUsed: varchar(100).optional(),
    modelId: belongsTo('ai_models', { inverse: 'conversations' }).optional(),
    totalTokens: counter(),
    messageCount: counter(),
    /** It can be brought back until it is purged. */
    deletedAt: instant().optional().maintained(),
  },
  [
    tenant({ by: 'userId' }),
    deletedSince,
    opened,
    index(['userId', 'status', '-updatedAt']),
    index(['deletedAt'], { where: 'deleted_at is not null' }),
    searchable({ title: 'A' }, { language: 'spanish' }),
    timestamped(),
  ],
)
