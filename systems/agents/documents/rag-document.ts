// A document that answers may cite. Where its indexing stands is a state with its error, never a yes or no; its vectors
// stand beside it, in the same transaction.
import {
  array,
  belongsTo,
  boolean,
  check,
  counter,
  defineTable,
  index,
  json,
  oneOf,
  states,
  text,
  timestamped,
  varchar,
} from '../../../kernel/index.ts'
import { ofWorkspace } from '../workspace.ts'

export const ragDocuments = defineTable(
  'rag_documents',
  {
    /** Nobody's where it is the system's. */
    userId: belongsTo('users', { inverse: 'ragDocuments', onDelete: 'cascade' })
      .optional()
      .immutable(),
    title: varchar(500),
    source: oneOf('FILE', 'PASTE', 'URL', 'MCP', 'SYSTEM').immutable(),
    sourceUrl: varchar(500).optional(),
    mimeType: varchar(100).optional(),
    status: oneOf('QUEUED', 'EXTRACTING', 'CHUNKING', 'EMBEDDING', 'INDEXED', 'FAILED').default(
      'QUEUED',
    ),
    failedStage: oneOf('EXTRACTING', 'CHUNKING', 'EMBEDDING').optional(),
    error: text().optional(),
    retryable: boolean().default(false),
    indexed: boolean().generatedAs("status = 'INDEXED'"),
    chunkCount: counter(),
    tags: array(text()).default([]),
    metadata: json().optional(),
  },
  [
    states('status', {
      next: {
        QUEUED: ['EXTRACTING'],
        EXTRACTING: ['CHUNKING', 'FAILED'],
        CHUNKING: ['EMBEDDING', 'FAILED'],
        EMBEDDING: ['INDEXED', 'FAILED'],
        INDEXED: ['QUEUED'],
        FAILED: ['QUEUED'],
      },
    }),
    check('failed', "(status = 'FAILED') = (failed_stage is not null)"),
    check('owner', "user_id is not null or source = 'SYSTEM'"),
    index(['indexed']),
    index(['status']),
    index(['source']),
    index(['-createdAt']),
    index(['tags'], { using: 'gin' }),
    ofWorkspace({ member: 'userId' }),
    timestamped(),
  ],
)
