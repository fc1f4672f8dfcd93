// What comes into a conversation is added to its user's day, whoever writes at the same time: one upsert a statement,
// days in order, so that two bulk writes do not deadlock.
import { defineFeature } from '../../kernel/index.ts'

const after = (name: string, event: 'insert' | 'update') => ({
  name: `${name}_${event}`,
  when: 'after' as const,
  event,
  each: 'statement' as const,
})

const day = (alias: string) => `(${alias}.created_at at time zone 'UTC')::date`

const delta = `select n.tenant_id as user_id, ${day('n')} as date, sum(n.tokens_used - o.tokens_used) as tokens
      from new_rows n join old_rows o on o.id = n.id group by 1, 2 having sum(n.tokens_used - o.tokens_used) <> 0`

/** For messages: each counts once, its tokens as they are corrected. */
export const metered = defineFeature('metered', () => [
  {
    kind: 'routine',
    name: 'meter',
    security: 'definer',
    body: `begin
  if tg_op = 'INSERT' then
    insert into {table:usage_metrics} as u (user_id, date, total_messages, total_tokens)
      select n.tenant_id, ${day('n')}, count(*), sum(n.tokens_used) from new_rows n group by 1, 2 order by 1, 2
      on conflict (user_id, date) do update set total_messages = u.total_messages + excluded.total_messages,
        total_tokens = u.total_tokens + excluded.total_tokens;
  else
    perform from {table:usage_metrics} u where (u.user_id, u.date) in (select d.user_id, d.date from (${delta}) d)
      order by u.user_id, u.date for no key update of u;
    update {table:usage_metrics} u set total_tokens = u.total_tokens + d.tokens
      from (${delta}) d where d.user_id = u.user_id and d.date = u.date;
  end if;
  return null;
end`,
    triggers: [after('meter', 'insert'), after('meter', 'update')],
  },
])

/** For conversations: each counts once. */
export const opened = defineFeature('opened', () => [
  {
    kind: 'routine',
    name: 'open',
    security: 'definer',
    body: `begin
  insert into {table:usage_metrics} as u (user_id, date, total_conversations)
    select n.user_id, ${day('n')}, count(*) from new_rows n group by 1, 2 order by 1, 2
    on conflict (user_id, date) do update
      set total_conversations = u.total_conversations + excluded.total_conversations;
  return null;
end`,
    triggers: [after('open', 'insert')],
  },
])
