// A message belongs to the user of its ticket. What that user answers to a question, or after a solution, opens the ticket
// again; to a closed one nobody adds anything.
import { defineFeature } from '../../../kernel/index.ts'

export const answered = defineFeature('answered', () => [
  {
    kind: 'routine',
    name: 'address',
    security: 'definer',
    underPolicies: true,
    // The ticket is locked: of an answer and a closing at once the later one sees the other.
    body: `declare t record;
begin
  select s.user_id, s.status into t from {table:support_tickets} s
    where s.id = new.ticket_id for no key update;
  if not found then
    raise exception 'a linked row is missing or still in use' using errcode = 'AV303';
  end if;
  if t.status in ('CLOSED', 'CANCELLED') then
    raise exception 'the ticket is closed' using errcode = 'AV304';
  end if;
  if not new.is_ai and not new.is_staff and new.author_id is distinct from t.user_id then
    raise exception 'only its user and staff write in a ticket' using errcode = 'AV304';
  end if;
  new.user_id = t.user_id;
  return new;
end`,
    triggers: [{ name: 'address', when: 'before', event: 'insert', each: 'row' }],
  },
  {
    kind: 'routine',
    name: 'reopen',
    security: 'definer',
    underPolicies: true,
    body: `begin
  update {table:support_tickets} s set status = 'OPEN'
  where s.status in ('WAITING_USER', 'RESOLVED') and s.id in (
    select n.ticket_id from new_rows n where not n.is_ai and not n.is_staff);
  return null;
end`,
    triggers: [{ name: 'reopen', when: 'after', event: 'insert', each: 'statement' }],
  },
])
