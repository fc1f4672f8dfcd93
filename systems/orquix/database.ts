// orquix: projects, questions to several models, their answers and syntheses, and the fragments that give context.
import { defineDatabase } from '../../kernel/index.ts'
import { contextChunks } from './context-chunk.ts'
import { iaResponses } from './ia-response.ts'
import { interactionEvents } from './interaction-event.ts'
import { interactionResults } from './interaction-result.ts'
import { moderatedSyntheses } from './moderated-synthesis.ts'
import { projects } from './project.ts'
import { users } from './user.ts'
import { userAccounts } from './user-account.ts'
import { userSessions } from './user-session.ts'

export const orquixDatabase = defineDatabase({
  schema: 'orquix',
  name: 'orquix',
  area: 'orquix',
  purpose: 'Research projects whose questions several models answer and one moderates',
  tables: {
    user: users,
    userAccount: userAccounts,
    userSession: userSessions,
    project: projects,
    interactionEvent: interactionEvents,
    iaResponse: iaResponses,
    moderatedSynthesis: moderatedSyntheses,
    contextChunk: contextChunks,
    interactionResult: interactionResults,
  },
})
