// honoured: nobody is sent what they opted out of. A send and an opt-out of one party take the same lock, so that one
// sees the other: an opt-out suppresses what waits, and what comes after it is suppressed or refused.
import { defineFeature, freshGuard } from '../../../kernel/index.ts'

const lock = (parties: string) =>
  `perform pg_advisory_xact_lock(hashtextextended('{schema}.honoured', 7411) # hashtextextended(p.id::text, 0))
    from (select distinct party_id as id from ${parties} order by 1) p;`

const applies = `(o.channel = 'ANY' or o.channel = c.channel) and (o.purpose = 'ANY' or o.purpose = c.purpose)`

/** Queued for somebody who said no: suppressed. Sent to them: refused. */
const onSends = `begin
  ${freshGuard}
  ${lock('new_rows')}
  if exists (
    select from new_rows s join {table:campaigns} c on c.id = s.campaign_id
      join {table:opt_outs} o on o.party_id = s.party_id and ${applies}
    where s.status = 'SENT' {was}
  ) then
    raise exception 'the receiver has opted out';
  end if;
  -- The question first: this statement's own trigger would come back here for ever.
  if exists (select from new_rows where status = 'QUEUED') then
    update {table:sends} s set status = 'SUPPRESSED'
    from new_rows n join {table:campaigns} c on c.id = n.campaign_id
      join {table:opt_outs} o on o.party_id = n.party_id and ${applies}
    where s.id = n.id and s.status = 'QUEUED' and n.status = 'QUEUED';
  end if;
  return null;
end`

const onOptOuts = `begin
  ${lock('new_rows')}
  update {table:sends} s set status = 'SUPPRESSED'
  from new_rows o, {table:campaigns} c
  where s.party_id = o.party_id and s.status = 'QUEUED' and c.id = s.campaign_id and ${applies};
  return null;
end`

const addressed = `begin
  select m.party_id into strict new.party_id from {table:audience_members} m
    where m.id = new.member_id and m.campaign_id = new.campaign_id;
  return new;
end`

export function honoured(of: 'sends' | 'opt_outs') {
  return defineFeature('honoured', () =>
    of === 'opt_outs'
      ? [routine('honour', onOptOuts, 'after', 'insert')]
      : [
          routine('address', addressed, 'before', 'insert'),
          routine('honour', onSends.replace('{was}', ''), 'after', 'insert'),
          routine(
            'honour_change',
            onSends.replace(
              '{was}',
              "and s.id in (select id from old_rows where status <> 'SENT')",
            ),
            'after',
            'update',
          ),
        ],
  )
}

function routine(name: string, body: string, when: 'before' | 'after', event: 'insert' | 'update') {
  return {
    kind: 'routine' as const,
    name,
    security: 'definer' as const,
    body,
    triggers: [
      { name, when, event, each: when === 'before' ? ('row' as const) : ('statement' as const) },
    ],
  }
}
