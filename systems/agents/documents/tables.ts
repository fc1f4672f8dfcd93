// What agents may cite: documents, their passages with vectors, how they are looked for.
import { ragChunks } from './rag-chunk.ts'
import { ragDocuments } from './rag-document.ts'
import { ragSettings } from './rag-setting.ts'

export const documentTables = {
  ragDocument: ragDocuments,
  ragChunk: ragChunks,
  ragSetting: ragSettings,
}
