// explained: a score is the sum of its factors, so that nobody writes one that cannot be told.
import { defineFeature } from '../../../kernel/index.ts'

export function explained() {
  return defineFeature('explained', () => [
    {
      kind: 'routine',
      name: 'explain',
      security: 'invoker',
      body: `begin
  if exists (
    select from new_rows n
    where round((select sum(f.value::numeric) from jsonb_each_text(n.factors) f), 2) is distinct from n.score
  ) then
    raise exception 'a score is the sum of its factors';
  end if;
  return null;
end`,
      triggers: [{ name: 'explain', when: 'after', event: 'insert', each: 'statement' }],
    },
  ])
}
