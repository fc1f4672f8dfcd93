// A fragment of a project's sources, with the vector that finds it.
import {
  belongsTo,
  defineTable,
  embedded,
  index,
  searchable,
  softDeleted,
  tenant,
  text,
  timestamped,
} from '../../kernel/index.ts'
import { embedding } from './embedding.ts'
import { openProject } from './open-project.ts'

export const contextChunks = defineTable(
  'context_chunks',
  {
    projectId: belongsTo('projects', { inverse: 'chunks', onDelete: 'cascade' }).immutable(),
    userId: belongsTo('users', { inverse: 'chunks', onDelete: 'cascade' }),
    contentText: text(),
    sourceType: text(),
    sourceIdentifier: text(),
  },
  [
    tenant({ by: 'userId', through: 'projectId' }),
    openProject,
    embedded({ ...embedding, of: ['contentText'] }),
    index(['projectId', 'userId', 'sourceType'], { name: 'ix_context_chunks_project_user_type' }),
    index(['projectId', 'createdAt'], { name: 'ix_context_chunks_project_created' }),
    searchable({ contentText: 'A' }, { language: 'spanish' }),
    softDeleted(),
    timestamped(),
  ],
)
