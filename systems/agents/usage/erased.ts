// The months of a user who is deleted are added to what erased users had used: the workspace's bill stays whole. Where the
// workspace goes too there is nobody left to bill.
import { defineFeature } from '../../../kernel/index.ts'
import { countNames } from './counts.ts'

export const erased = defineFeature('erased', () => [
  {
    kind: 'routine',
    name: 'keep_erased',
    security: 'definer',
    underPolicies: true,
    // Whoever deletes a user need not have named the workspace: the rows name it.
    body: `declare
  claimed text := current_setting('acervo.tenant', true);
begin
  perform set_config('acervo.tenant', string_agg(distinct o.workspace_id::text, ','), true) from old_rows o;
  insert into {table:erased_usage} as e (workspace_id, year, month, ${countNames.join(', ')})
  select o.workspace_id, o.year, o.month, ${countNames.map((name) => `sum(o.${name})`).join(', ')}
  from old_rows o join {table:workspaces} w on w.id = o.workspace_id
  group by o.workspace_id, o.year, o.month order by o.workspace_id, o.year, o.month
  on conflict (workspace_id, year, month) do update set
    ${countNames.map((name) => `${name} = e.${name} + excluded.${name}`).join(',\n    ')};
  perform set_config('acervo.tenant', coalesce(claimed, ''), true);
  return null;
end`,
    triggers: [{ name: 'keep_erased', when: 'after', event: 'delete', each: 'statement' }],
  },
])
