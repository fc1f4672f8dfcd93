// Something an agent made that stands by itself: code, a table, an image. It belongs to its user, and neither the end of
// the chat nor of the agent takes it away. A new version is a new row after the old one; each has one successor.
import {
  belongsTo,
  bigint,
  boolean,
  check,
  defineTable,
  hashed,
  index,
  instant,
  integer,
  json,
  oneOf,
  searchable,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'
import { ofWorkspace } from '../workspace.ts'
import { metadataOfType } from './metadata-of-type.ts'
import { successor } from './successor.ts'

export const artifacts = defineTable(
  'artifacts',
  {
    agentId: belongsTo('agents', { inverse: 'artifacts', onDelete: 'set null' }).optional(),
    userId: belongsTo('users', { inverse: 'artifacts', onDelete: 'cascade' }).immutable(),
    conversationId: belongsTo('conversations', {
      inverse: 'artifacts',
      onDelete: 'set null',
    }).optional(),
    name: varchar(500),
    type: oneOf(
      'CODE',
      'JSON',
      'HTML',
      'MARKDOWN',
      'LATEX',
      'DIAGRAM',
      'IMAGE',
      'TABLE',
      'WIDGET',
      'FILE',
    ).immutable(),
    /** What is larger than a megabyte stands in the blob instead. */
    content: text().optional(),
    version: integer().default(1).maintained(),
    parentId: belongsTo('artifacts', { inverse: 'successors', onDelete: 'set null' })
      .optional()
      .immutable(),
    metadata: json().optional(),
    tags: json().optional(),
    blobUrl: varchar(500).optional(),
    blobSize: bigint().optional(),
    isPublic: boolean().default(false),
    shareToken: text().optional().hidden(),
    shareExpiresAt: instant().optional(),
  },
  [
    unique(['parentId']),
    unique(['shareToken']),
    hashed({ columns: ['shareToken'], prefix: 'acv_artifact_' }),
    check('content', 'num_nonnulls(content, blob_url) >= 1'),
    check('content_size', 'octet_length(content) <= 1048576'),
    check('blob', '(blob_url is null) = (blob_size is null) and coalesce(blob_size, 0) >= 0'),
    check('tags', "jsonb_typeof(tags) = 'array'"),
    metadataOfType,
    successor,
    index(['type']),
    index(['-createdAt']),
    index(['metadata'], { using: 'gin' }),
    index(['tags'], { using: 'gin' }),
    searchable({ name: 'A', content: 'B' }, { language: 'spanish' }),
    ofWorkspace({ member: 'userId' }),
    timestamped(),
  ],
)
