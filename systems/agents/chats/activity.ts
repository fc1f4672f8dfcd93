// A message is the last activity of its session. Sessions are moved in the order of their ids, and none backwards.
import { defineFeature } from '../../../kernel/index.ts'

export const activity = defineFeature('activity', () => [
  {
    kind: 'routine',
    name: 'activity',
    security: 'definer',
    underPolicies: true,
    body: `begin
  with moved as (
    select s.id from {table:chat_sessions} s
      where s.last_activity < acervo.now() and s.id in (
        select c.chat_session_id from {table:conversations} c
          where c.id in (select n.conversation_id from new_rows n))
      order by s.id for no key update
  )
  update {table:chat_sessions} s set last_activity = acervo.now() from moved where s.id = moved.id;
  return null;
end`,
    triggers: [{ name: 'activity', when: 'after', event: 'insert', each: 'statement' }],
  },
])
