// How much each active model is used, by its id: a model that is renamed keeps its history.
import { bigint, decimal, defineView, uuid, varchar } from '../../kernel/index.ts'

export const modelPerformanceSummary = defineView(
  'model_performance_summary',
  {
    id: uuid(),
    name: varchar(100),
    provider: varchar(50),
    totalConversations: bigint(),
    avgTokensPerConversation: decimal(38, 4).optional(),
    totalTokensUsed: bigint(),
  },
  `select m.id, m.name, m.provider,
      coalesce(c.conversations, 0)::bigint as total_conversations,
      round(c.tokens / nullif(c.conversations, 0), 4) as avg_tokens_per_conversation,
      coalesce(c.tokens, 0)::bigint as total_tokens_used
    from ai_models m left join (
      select model_id, count(*) as conversations, sum(total_tokens) as tokens
      from conversations where model_id is not null group by model_id
    ) c on c.model_id = m.id
    where m.is_active`,
  { key: ['id'] },
)
