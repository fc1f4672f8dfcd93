// A month that reaches 80, 90 or 100 percent of a limit says so in the transaction that reaches it; one call that jumps
// over several raises each. A limit that is raised above it resolves what was said.
import { defineFeature } from '../../../kernel/index.ts'

const uses = ['messages', 'tokens', 'cost']
  .map((name) => `('${name}', n.total_${name}::numeric, n.limit_${name}::numeric)`)
  .join(', ')

const levels = `(values ('APPROACHING_LIMIT', 80), ('LIMIT_WARNING', 90), ('LIMIT_EXCEEDED', 100))`

export const alerting = defineFeature('alerting', () => [
  {
    kind: 'routine',
    name: 'alert',
    security: 'definer',
    underPolicies: true,
    body: `begin
  if not exists (select from new_rows n where n.warnings_sent > 0
      or n.limit_messages is not null or n.limit_tokens is not null or n.limit_cost is not null) then
    return null;
  end if;
  insert into {table:usage_alerts} as a
    (workspace_id, user_id, monthly_usage_id, type, dimension, threshold)
  select n.workspace_id, n.user_id, n.id, l.type, u.dimension, l.threshold
  from new_rows n cross join lateral (values ${uses}) u (dimension, used, allowed)
  cross join ${levels} l (type, threshold)
  where u.used * 100 >= u.allowed * l.threshold
  order by n.id, u.dimension, l.threshold
  on conflict (workspace_id, monthly_usage_id, dimension, threshold, type)
    do update set triggered = true, resolved_at = null where not a.triggered;
  update {table:usage_alerts} a set triggered = false, resolved_at = acervo.now()
  from new_rows n cross join lateral (values ${uses}) u (dimension, used, allowed)
  where a.monthly_usage_id = n.id and a.dimension = u.dimension and a.triggered
    and a.type <> 'UNUSUAL_ACTIVITY'
    and (u.used * 100 >= u.allowed * a.threshold) is not true;
  return null;
end`,
    triggers: (['insert', 'update'] as const).map((event) => ({
      name: `alert_${event}`,
      when: 'after' as const,
      event,
      each: 'statement' as const,
    })),
  },
])
