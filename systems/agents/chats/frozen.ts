// The branch that ends at the shared message, oldest first, as it reads now.
import { defineFeature } from '../../../kernel/index.ts'

export const frozen = defineFeature('frozen', () => [
  {
    kind: 'routine',
    name: 'freeze',
    security: 'definer',
    underPolicies: true,
    body: `begin
  with recursive branch as (
    select m.*, 1 as back from {table:messages} m
      where m.id = new.message_id and m.conversation_id = new.conversation_id
    union all
    select m.*, b.back + 1 from {table:messages} m join branch b on m.id = b.parent_id
  )
  select jsonb_agg(jsonb_build_object('id', b.id, 'role', b.role, 'content', b.content,
      'parts', b.parts, 'timestamp', b.timestamp) order by b.back desc)
    into new.snapshot from branch b where b.role in ('user', 'assistant');
  if new.snapshot is null then
    raise exception using errcode = 'AV303', message = 'there is no such message to share';
  end if;
  return new;
end`,
    triggers: [{ name: 'freeze', when: 'before', event: 'insert', each: 'row' }],
  },
])
