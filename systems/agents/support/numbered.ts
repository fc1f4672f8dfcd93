// TICK-000001, TICK-000002: the next number of the workspace, given by the database. The counter's row is locked until the
// ticket stands or is given up, so that no number comes twice and none is left out; a workspace's tickets are few enough.
import { defineFeature } from '../../../kernel/index.ts'

export const numbered = defineFeature('numbered', () => [
  {
    kind: 'routine',
    name: 'number',
    security: 'definer',
    underPolicies: true,
    // A number past the sixth digit is longer, never cut.
    body: `declare next text;
begin
  insert into {table:ticket_counters} as c (workspace_id, last) values (new.workspace_id, 1)
  on conflict (workspace_id) do update set last = c.last + 1
  returning c.last::text into next;
  new.ticket_number = 'TICK-' || lpad(next, greatest(6, length(next)), '0');
  return new;
end`,
    triggers: [{ name: 'number', when: 'before', event: 'insert', each: 'row' }],
  },
])
