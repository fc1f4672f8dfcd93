// Somebody is called to a desk only where an agent sits, and no agent closes a desk with somebody at it. The row of the
// session orders the two: who calls holds it, who closes changes it.
import { defineFeature, freshGuard } from '../../kernel/index.ts'

/** On the visit. */
export const toAttended = defineFeature('toAttended', () => [
  {
    kind: 'routine',
    name: 'attended',
    security: 'definer',
    underPolicies: true,
    body: `begin
  if new.status in ('CALLED', 'IN_SERVICE') and new.module_id is distinct from old.module_id then
    perform from {table:module_sessions} s
      where s.module_id = new.module_id and s.status = 'OPEN' for share;
    if not found then
      raise exception using errcode = 'AV323', message = 'no agent sits at the desk',
        hint = 'Open a session of the module first.';
    end if;
  end if;
  return new;
end`,
    triggers: [{ name: 'visit_attended', when: 'before', event: 'update', each: 'row' }],
  },
])

/** On the session. */
export const attended = defineFeature('attended', () => [
  {
    kind: 'routine',
    name: 'leave',
    security: 'definer',
    underPolicies: true,
    body: `begin
  if not exists (select from new_rows n where n.status = 'CLOSED') then
    return null;
  end if;
  -- It would not see who was called after it began.
  ${freshGuard}
  if exists (select from new_rows n join old_rows o on o.id = n.id
    join {table:visits} v on v.module_id = n.module_id
    where n.status = 'CLOSED' and o.status <> 'CLOSED' and v.status in ('CALLED', 'IN_SERVICE')) then
    raise exception using errcode = 'AV323', message = 'somebody is still at the desk',
      hint = 'Complete the visit, or send it back to wait.';
  end if;
  return null;
end`,
    triggers: [{ name: 'leave', when: 'after', event: 'update', each: 'statement' }],
  },
])
