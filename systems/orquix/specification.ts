// How the system answers its specification (004): what stands for each name, and each difference with its reason.
import { corrected, defineSpecification } from '../../kernel/index.ts'

export const specification = defineSpecification({
  says: new URL('./specification.json', import.meta.url),
  database: 'orquix',
  tables: {},
  stands: {},
  answers: { live: 'O4-06', covered: 'O4-07' },
  differences: {
    'users.google_id null': corrected('OX-07: Google is one way of signing in'),
    'users.avatar_url null': corrected('OX-07: only Google gives a picture'),
    '* link delete': corrected(
      'O4-05: what is deleted goes with what it belongs to, kept and hidden',
    ),
    'interaction_events.moderated_synthesis_id link delete': corrected(
      'O4-05: a question outlives its synthesis',
    ),
    'ia_responses.* null': corrected('D23'),
    'index ix_*_deleted_at other': corrected('O4-07: only deleted rows are looked for by it'),
    'index ix_interaction_events_feedback_score other': corrected('O4-07: only where there is one'),
    'index ix_ia_responses_latency other': corrected('D23: only where there is one'),
    'index ix_ia_responses_errors refused': corrected('O4-07: by provider, the newest first'),
    'index ix_context_chunks_embedding_cosine other': corrected('D21'),
    'index ix_context_chunks_embedding_l2 other': corrected(
      'O4-08: one metric is asked for, a second index would double each write',
    ),
  },
})
