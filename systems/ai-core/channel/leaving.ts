// leaving: what a message meets at the moment it leaves, whoever lets it go: who asked not to be written to is not, nor
// is anybody at night. And what comes back: an address that does not exist is not written to again.
import { defineFeature, type Feature, freshGuard } from '../../../kernel/index.ts'

export interface LeavingOptions {
  /** plpgsql of one channel over the message `new`, before it leaves. */
  readonly also?: string
}

export function leaving({ also = '' }: LeavingOptions = {}): Feature {
  return defineFeature('leaving', () => [
    {
      kind: 'routine',
      name: 'leave',
      security: 'definer',
      body: `declare
  addressee {table:recipients};
  clock time;
begin
  if new.status <> 'SENT' or old.status = 'SENT' then
    return new;
  end if;
  ${freshGuard}
  select p.* into addressee from {table:recipients} p
  where p.id = new.recipient_id and p.deleted_at is null for share of p;
  if not found then
    raise exception 'the recipient is gone' using errcode = 'AV304';
  end if;
  if exists (select from {table:suppressions} s where s.recipient_id = new.recipient_id
    and s.lifted_at is null and (s.purpose is null or s.purpose = new.purpose)) then
    raise exception 'the recipient is not written to' using errcode = 'AV304',
      hint = 'See its suppressions.';
  end if;
  if exists (select from {table:heard_consents} h where h.party_id = addressee.party_id
    and h.purpose = new.purpose and h.decision = 'WITHDRAWN') then
    raise exception 'the party has withdrawn its consent' using errcode = 'AV304';
  end if;
  clock := (acervo.clock() at time zone addressee.time_zone)::time;
  if exists (select from {table:quiet_hours} q where q.purpose = new.purpose
    and case when q.starts_at < q.ends_at then clock >= q.starts_at and clock < q.ends_at
      else clock >= q.starts_at or clock < q.ends_at end) then
    raise exception 'nothing of this purpose leaves at this hour' using errcode = 'AV304',
      hint = 'Let it leave after the quiet hours of the recipient.';
  end if;${also}
  return new;
end`,
      triggers: [{ name: 'leave', when: 'before', event: 'update', each: 'row' }],
    },
    {
      kind: 'routine',
      name: 'bounce',
      security: 'definer',
      body: `begin
  insert into {table:suppressions} (recipient_id, reason, evidence)
  select distinct n.recipient_id, 'HARD_BOUNCE', 'message ' || min(n.id::text) over (partition by n.recipient_id)
  from new_rows n join old_rows o on o.id = n.id
  where n.status = 'BOUNCED' and n.bounce_kind = 'HARD' and o.status <> 'BOUNCED'
  order by n.recipient_id
  on conflict do nothing;
  return null;
end`,
      triggers: [{ name: 'bounce', when: 'after', event: 'update', each: 'statement' }],
    },
  ])
}
