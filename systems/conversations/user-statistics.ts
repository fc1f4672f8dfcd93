// What each user has: conversations are added up before they meet the user, so that no row counts twice. Users stand
// under no policy (they are who signs in), so the view itself shows everybody only themselves.
import { bigint, defineView, instant, uuid, varchar } from '../../kernel/index.ts'

export const userStatistics = defineView(
  'user_statistics',
  {
    id: uuid(),
    username: varchar(100),
    email: varchar(255),
    totalConversations: bigint(),
    totalMessages: bigint(),
    totalTokens: bigint(),
    lastConversation: instant().optional(),
  },
  `select u.id, u.username, u.email,
      coalesce(c.conversations, 0)::bigint as total_conversations,
      coalesce(c.messages, 0)::bigint as total_messages,
      coalesce(c.tokens, 0)::bigint as total_tokens,
      c.last as last_conversation
    from users u left join (
      select user_id, count(*) as conversations, sum(message_count) as messages,
        sum(total_tokens) as tokens, max(created_at) as last
      from conversations group by user_id
    ) c on c.user_id = u.id
    where not row_security_active('conversations'::regclass) or
      u.id = any (string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])`,
  { key: ['id'] },
)
