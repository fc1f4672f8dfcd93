// One question to several models: the core. Its answers are rows of their own, and so is the synthesis that it shows.
import {
  belongsTo,
  boolean,
  check,
  defineTable,
  index,
  integer,
  json,
  oneOf,
  softDeleted,
  states,
  tenant,
  text,
  timestamped,
  varchar,
} from '../../kernel/index.ts'
import { openProject } from './open-project.ts'
import { ownSynthesis } from './own-synthesis.ts'

export const interactionEvents = defineTable(
  'interaction_events',
  {
    projectId: belongsTo('projects', { inverse: 'interactions', onDelete: 'cascade' }).immutable(),
    userId: belongsTo('users', { inverse: 'interactions', onDelete: 'cascade' }),
    userPromptText: text(),
    contextUsedSummary: text().optional(),
    /** The synthesis that is shown, of those that were made of this question's answers. */
    moderatedSynthesisId: belongsTo('moderated_syntheses', { onDelete: 'set null' }).optional(),
    status: oneOf('running', 'complete', 'partial', 'single', 'failed').default('running'),
    /** How the project was moderated when it was asked: later changes explain nothing of this answer. */
    moderatorSettings: json().optional().immutable(),
    userFeedbackScore: integer().optional(),
    userFeedbackComment: text().optional(),
    /** Copies that rows of an older system bring along; what is true stands in the tables of answers. */
    aiResponsesJson: json().optional().immutable().hidden(),
    moderatorSynthesisJson: json().optional().immutable().hidden(),
    contextUsed: boolean().default(false),
    contextPreview: varchar(500).optional(),
    processingTimeMs: integer().optional(),
  },
  [
    tenant({ by: 'userId', through: 'projectId' }),
    openProject,
    ownSynthesis,
    states('status', {
      next: {
        running: ['complete', 'partial', 'single', 'failed'],
        complete: [],
        partial: [],
        single: [],
        failed: [],
      },
    }),
    check('user_feedback_score', 'user_feedback_score between 1 and 5'),
    check('processing_time_ms', 'processing_time_ms >= 0'),
    check('context', 'context_used or (context_used_summary is null and context_preview is null)'),
    index(['createdAt'], { name: 'ix_interaction_events_created_at' }),
    index(['projectId', 'createdAt'], { name: 'ix_interaction_events_project_created' }),
    index(['userId', 'createdAt'], { name: 'ix_interaction_events_user_created' }),
    index(['userFeedbackScore'], {
      name: 'ix_interaction_events_feedback_score',
      where: 'user_feedback_score is not null',
    }),
    softDeleted(),
    timestamped(),
  ],
)
