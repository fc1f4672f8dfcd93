// What is thought of a conversation: the user's rating, and what a named method made of its words.
import {
  belongsTo,
  check,
  decimal,
  defineTable,
  index,
  instant,
  integer,
  tenant,
  unique,
  varchar,
} from '../../kernel/index.ts'

export const conversationAnalytics = defineTable(
  'conversation_analytics',
  {
    conversationId: belongsTo('conversations', { inverse: 'analytics', onDelete: 'cascade' }),
    sentimentScore: decimal(3, 2).optional(),
    /** Who says so: `lexicon-es-v1`. No score is without a method. */
    sentimentMethod: varchar(100).optional(),
    topicClassification: varchar(100).optional(),
    responseTimeMs: integer().optional(),
    userSatisfactionRating: integer().optional(),
    createdAt: instant().defaultNow().immutable(),
  },
  [
    tenant({ through: 'conversationId' }),
    check('sentiment_score', 'sentiment_score between -1 and 1'),
    check('sentiment_method', '(sentiment_score is null) = (sentiment_method is null)'),
    check('response_time_ms', 'response_time_ms >= 0'),
    check('user_satisfaction_rating', 'user_satisfaction_rating between 1 and 5'),
    // A conversation has one user, whose rating is edited and not added.
    unique(['conversationId'], {
      name: 'conversation_analytics_one_rating_key',
      where: 'user_satisfaction_rating is not null',
    }),
    index(['conversationId'], { name: 'idx_conversation_analytics_conversation_id' }),
  ],
)
