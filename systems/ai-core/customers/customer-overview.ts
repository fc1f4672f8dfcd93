// A party's whole relation on one line: whatever was written under any of the parties that it is made of now.
import { bigint, date, decimal, defineView, uuid, varchar } from '../../../kernel/index.ts'

export const customerOverviews = defineView(
  'customer_overviews',
  {
    partyId: uuid(),
    status: varchar(20),
    since: date(),
    segmentCount: bigint(),
    healthScore: decimal(5, 2).optional(),
  },
  `with root as (
     select c.party_id, coalesce(r.root_id, c.party_id) as root_id, c.status, c.since
     from {table:customers} c left join {table:party_roots} r on r.party_id = c.party_id
   ), whole as (
     select root_id, min(since) as since,
       (array_agg(status order by array_position(
         array['ACTIVE', 'PROSPECT', 'DORMANT', 'FORMER'], status)))[1] as status
     from root group by root_id
   ), parts as (
     select root_id, root_id as party_id from whole
     union select root_id, party_id from {table:party_roots}
   )
   select w.root_id as party_id, w.status, w.since,
     (select count(distinct m.segment_id) from {table:segment_members} m join parts p using (party_id)
      where p.root_id = w.root_id and m.valid_to is null) as segment_count,
     (select h.score from {table:health_scores} h join parts p using (party_id)
      where p.root_id = w.root_id order by h.computed_at desc, h.id desc limit 1) as health_score
   from whole w`,
  { key: ['partyId'] },
)
