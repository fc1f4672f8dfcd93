// Closing a branch: nothing begins in a closed one, and one where somebody waits or is served is not closed. The row
// of the branch orders the two: who begins something holds it, who closes changes it.
import { defineFeature, freshGuard } from '../../kernel/index.ts'

/** On the branch. */
export const closing = defineFeature('closing', () => [
  {
    kind: 'routine',
    name: 'close',
    security: 'invoker',
    body: `begin
  if not exists (select from new_rows n join old_rows o on o.id = n.id
    where n.closed_at is not null and o.closed_at is null) then
    return null;
  end if;
  -- It would not see who came in after it began.
  ${freshGuard}
  if exists (select from new_rows n join {table:visits} v on v.branch_id = n.id
    where n.closed_at is not null and v.status in ('WAITING', 'CALLED', 'IN_SERVICE')) then
    raise exception using errcode = 'AV323', message = 'somebody is still in the branch',
      hint = 'Complete or abandon its open visits first.';
  end if;
  return null;
end`,
    triggers: [{ name: 'close', when: 'after', event: 'update', each: 'statement' }],
  },
])

/** On what begins in a branch. */
export const inOpenBranch = defineFeature('inOpenBranch', () => [
  {
    kind: 'routine',
    name: 'branch',
    // The lock needs a privilege that who reads a branch may lack.
    security: 'definer',
    underPolicies: true,
    body: `declare
  closed text;
begin
  -- In the order of their keys: two that begin in the same branches must not wait for each other.
  perform from {table:branches} b where b.id in (select n.branch_id from new_rows n)
    order by b.id for share;
  select b.code into closed from {table:branches} b
    where b.id in (select n.branch_id from new_rows n) and b.closed_at is not null limit 1;
  if found then
    raise exception using errcode = 'AV323', message = format('the branch %s is closed', closed);
  end if;
  return null;
end`,
    triggers: [{ name: 'branch', when: 'after', event: 'insert', each: 'statement' }],
  },
])
