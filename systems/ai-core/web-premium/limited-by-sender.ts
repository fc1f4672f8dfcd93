// limitedBySender: each form counts for its sender and its hour; the one too many is refused with its statement.
import { defineFeature } from '../../../kernel/index.ts'

export function limitedBySender() {
  return defineFeature('limitedBySender', () => [
    {
      kind: 'routine',
      name: 'limit_sender',
      // Nobody at run time writes the counts.
      security: 'definer',
      body: `begin
  insert into {table:form_senders} as s (sender_digest, hour, form_count)
  select n.sender_digest, date_trunc('hour', n.sent_at, 'UTC'), count(*)
  from new_rows n group by 1, 2 order by 1, 2
  on conflict (sender_digest, hour) do update set form_count = s.form_count + excluded.form_count;
  return null;
end`,
      triggers: [{ name: 'limit_sender', when: 'after', event: 'insert', each: 'statement' }],
    },
  ])
}
