// clawedBack: a cancelled premium takes back, in the same commit, the share of every commission that was not
// earned: by days, to the cent.
import { defineFeature } from '../../../kernel/index.ts'

export function clawedBack() {
  return defineFeature('clawedBack', () => [
    {
      kind: 'routine',
      name: 'claw_back',
      security: 'definer',
      // A statement without rows has triggers, too: without the question it would come back here for ever.
      body: `begin
  if not exists (
    select from new_rows n join old_rows o on o.id = n.id
    where o.cancelled_on is null and n.cancelled_on is not null
  ) then
    return null;
  end if;
  insert into {table:commission_entries} (collection_id, agreement_id, kind, reverses_id, share)
  select e.collection_id, e.agreement_id, 'CLAWBACK', e.id, e.share
  from {table:commission_entries} e join new_rows n on n.id = e.collection_id
    join old_rows o on o.id = n.id and o.cancelled_on is null
  where n.cancelled_on is not null and e.kind = 'ACCRUAL'
  order by e.id;
  return null;
end`,
      triggers: [{ name: 'claw_back', when: 'after', event: 'update', each: 'statement' }],
    },
  ])
}
