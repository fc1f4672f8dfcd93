// A passage of a document: what is found and what is cited, by its place in the text. Vectors of two models are never
// compared.
import {
  belongsTo,
  check,
  counted,
  defineTable,
  embedded,
  integer,
  searchable,
  text,
  timestamped,
  unique,
} from '../../../kernel/index.ts'
import { ofWorkspace } from '../workspace.ts'

/** Each model measures similarity its own way: a threshold means something for one alone. */
export const embeddingModel = 'multilingual-e5-small'

export const ragChunks = defineTable(
  'rag_chunks',
  {
    documentId: belongsTo('rag_documents', { inverse: 'chunks', onDelete: 'cascade' }).immutable(),
    position: integer().immutable(),
    content: text().immutable(),
    /** Where it stands in the text, in characters: a citation is verified against it. */
    startsAt: integer().immutable(),
    endsAt: integer().immutable(),
    tokens: integer().immutable(),
  },
  [
    unique(['documentId', 'position']),
    check('position', 'position >= 0 and starts_at >= 0 and ends_at > starts_at'),
    check('tokens', 'tokens between 1 and 512'),
    counted('documentId', { into: 'chunkCount' }),
    embedded({ model: embeddingModel, dimensions: 384, metric: 'cosine', of: ['content'] }),
    searchable({ content: 'A' }, { language: 'spanish' }),
    ofWorkspace({ through: 'documentId' }),
    timestamped(),
  ],
)
