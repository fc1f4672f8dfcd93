// The set-based statements by which changes become rows: each takes a whole batch as one JSON text or as arrays.
import { type GoldenColumn, goldenColumns } from '../golden-column.ts'
import { defineStatement } from './statement.ts'

const toSql = (column: string): string => column.replaceAll(/[A-Z]/g, (a) => `_${a.toLowerCase()}`)
const typeOf = (column: GoldenColumn): string => (column === 'birthDate' ? 'date' : 'text')
const names = goldenColumns.filter((column) => column !== 'kind').map(toSql)
const typed = goldenColumns.map((column) => `${toSql(column)} ${typeOf(column)}`).join(', ')
const list = (alias: string): string => names.map((name) => `${alias}.${name}`).join(', ')
const partyRows = `jsonb_to_recordset($1::jsonb)
  as u(id uuid, status text, merged_into_id uuid, ${typed})`

export const insertParties = defineStatement(
  'insert_parties',
  `insert into sm_global.parties (id, status, merged_into_id, kind, ${names.join(', ')})
  select u.id, u.status, u.merged_into_id, coalesce(u.kind, 'PERSON'), ${list('u')} from ${partyRows}`,
)

/** A party that stays as it was is not written. */
export const updateParties = defineStatement(
  'update_parties',
  `update sm_global.parties p set status = u.status, merged_into_id = u.merged_into_id,
    kind = coalesce(u.kind, p.kind), ${names.map((name) => `${name} = u.${name}`).join(', ')}
  from ${partyRows}
  where p.id = u.id and (p.status, p.merged_into_id, p.kind, ${list('p')})
    is distinct from (u.status, u.merged_into_id, coalesce(u.kind, p.kind), ${list('u')})`,
)

/** Back from being a redirect. */
export const partParty = defineStatement(
  'part_party',
  `update sm_global.parties set status = 'ACTIVE', merged_into_id = null, parted_from_id = $2::uuid
  where id = $1::uuid`,
)
export const insertParted = defineStatement(
  'insert_parted',
  `insert into sm_global.parties (id, status, parted_from_id) values ($1::uuid, 'ACTIVE', $2::uuid)`,
)
export const moveOrigins = defineStatement(
  'move_origins',
  'update sm_global.source_records set origin_id = $2::uuid where id = any($1::uuid[])',
)

export const insertRecords = defineStatement(
  'insert_records',
  `insert into sm_global.source_records (id, source, source_key, digest, payload, attributes,
    origin_id, normalised, norm_version, match_keys, resolved_at)
  select u.id, u.source, u.source_key, u.digest, u.payload, u.attributes, u.origin_id,
    u.normalised, u.norm_version, u.match_keys, acervo.now()
  from jsonb_to_recordset($1::jsonb) as u(id uuid, source text, source_key text, digest text,
    payload jsonb, attributes jsonb, origin_id uuid, normalised jsonb, norm_version int,
    match_keys bigint[])`,
)

export const updateRecords = defineStatement(
  'update_records',
  `update sm_global.source_records r set normalised = u.normalised, norm_version = u.norm_version,
    match_keys = u.match_keys, origin_id = coalesce(u.origin_id, r.origin_id),
    resolved_at = acervo.now()
  from jsonb_to_recordset($1::jsonb)
    as u(id uuid, origin_id uuid, normalised jsonb, norm_version int, match_keys bigint[])
  where r.id = u.id`,
)

/** Of records that have none. */
export const insertKeys = defineStatement(
  'insert_keys',
  `insert into sm_global.match_keys (key, record_id, type)
  select * from unnest($1::bigint[], $2::uuid[], $3::int[])`,
)
/** Of one record. */
export const insertRecentKeys = defineStatement(
  'insert_recent_keys',
  `insert into sm_global.recent_keys (key, record_id, type)
  select * from unnest($1::bigint[], $2::uuid[], $3::int[])`,
)

// Decided while the parties are held, so the clock puts decisions about one party in the order in which they were
// made; the begin of the transaction would not: it may have waited for another one's.
export const insertDecisions = defineStatement(
  'insert_decisions',
  `insert into sm_global.match_decisions (id, kind, origin, decided_by, reason, score, probability,
    comparisons, model_version, record_id, other_record_id, party_id, other_party_id, undoes_id,
    decided_at)
  select u.id, u.kind, u.origin, u.decided_by, u.reason, u.score, u.probability, u.comparisons,
    u.model_version, u.record_id, u.other_record_id, u.party_id, u.other_party_id, u.undoes_id,
    acervo.clock()
  from jsonb_to_recordset($1::jsonb) as u(id uuid, kind text, origin text, decided_by text,
    reason text, score float8, probability float8, comparisons jsonb, model_version int,
    record_id uuid, other_record_id uuid, party_id uuid, other_party_id uuid, undoes_id uuid)`,
)

// A transaction that began earlier may end what a later one wrote while it waited: nothing ends before it began.
const supersede = `set superseded_at = greatest(acervo.now(), l.recorded_at)`

/** Links of these records end, by correction, and begin at another party. */
export const moveRecords = defineStatement(
  'move_records',
  `with moved as (
    update sm_global.party_links l ${supersede}
    from unnest($1::uuid[]) as m(record_id)
    where l.source_record_id = m.record_id and l.holds
    returning l.source_record_id, l.valid_from, l.superseded_at
  )
  insert into sm_global.party_links (source_record_id, party_id, decision_id, valid_from,
    recorded_at)
  select moved.source_record_id, m.party_id, m.decision_id, moved.valid_from,
    moved.superseded_at
  from moved join unnest($1::uuid[], $2::uuid[], $3::uuid[]) as m(record_id, party_id, decision_id)
    on m.record_id = moved.source_record_id`,
)

export const insertLinks = defineStatement(
  'insert_links',
  `insert into sm_global.party_links (source_record_id, party_id, decision_id)
  select * from unnest($1::uuid[], $2::uuid[], $3::uuid[])`,
)

/** All that these parties have goes where they went. */
export const moveParties = defineStatement(
  'move_parties',
  `with moved as (
    update sm_global.party_links l ${supersede}
    from unnest($1::uuid[]) as m(from_id)
    where l.party_id = m.from_id and l.holds
    returning l.source_record_id, l.party_id, l.valid_from, l.superseded_at
  )
  insert into sm_global.party_links (source_record_id, party_id, decision_id, valid_from,
    recorded_at)
  select moved.source_record_id, m.into_id, m.decision_id, moved.valid_from,
    moved.superseded_at
  from moved join unnest($1::uuid[], $2::uuid[], $3::uuid[]) as m(from_id, into_id, decision_id)
    on m.from_id = moved.party_id`,
)

const goldenRows = 'jsonb_to_recordset($1::jsonb) as u(party_id uuid, attributes jsonb)'
/** Of `n`, what stands as it stood in the row `g` keeps its own beginning. */
const goldenSince = `(select jsonb_object_agg(n.key, case when o.value - 'since' = n.value
    then n.value || jsonb_build_object('since', coalesce(o.value -> 'since', to_jsonb(g.valid_from)))
    else n.value end)
  from jsonb_each(u.attributes) n left join jsonb_each(g.attributes) o using (key))`
const goldenWords = (alias: string): string =>
  `(select jsonb_object_agg(a.key, a.value - 'since') from jsonb_each(${alias}.attributes) a)`

/** A row that held for no time at all is written over. A party that is left without values has none. */
export const endGolden = defineStatement(
  'end_golden',
  `with moved as (
    select g.party_id, g.valid_from < acervo.now() as has_held,
      case when u.party_id is not null and g.valid_from >= acervo.now() then ${goldenSince} end as attributes
    from unnest($2::uuid[]) as t(party_id)
    join sm_global.golden_records g on g.party_id = t.party_id and g.valid_to is null
    left join ${goldenRows} on u.party_id = g.party_id
    where u.party_id is null or ${goldenWords('g')} is distinct from u.attributes
  ), deleted as (
    delete from sm_global.golden_records g using moved m
    where g.party_id = m.party_id and g.valid_to is null and not m.has_held and m.attributes is null
  )
  update sm_global.golden_records g
  set valid_to = case when m.has_held then acervo.now() end,
    attributes = case when m.has_held then g.attributes else m.attributes end
  from moved m where g.party_id = m.party_id and g.valid_to is null
    and (m.has_held or m.attributes is not null)`,
)
export const beginGolden = defineStatement(
  'begin_golden',
  `insert into sm_global.golden_records (party_id, attributes)
  select u.party_id, case when g.party_id is null then u.attributes else ${goldenSince} end
  from ${goldenRows}
  left join sm_global.golden_records g on g.party_id = u.party_id and g.valid_to = acervo.now()
  where not exists (select from sm_global.golden_records s
    where s.party_id = u.party_id and s.valid_to is null)`,
)
/** Of parties that are just born. */
export const insertGolden = defineStatement(
  'insert_golden',
  `insert into sm_global.golden_records (party_id, attributes)
  select u.party_id, u.attributes from ${goldenRows}`,
)

/** A pair that a person has answered is not asked again. */
export const insertReviews = defineStatement(
  'insert_reviews',
  `insert into sm_global.match_reviews (party_id, other_party_id, bits, evidence, model_version)
  select u.party_id, u.other_party_id, u.bits, u.evidence, $2::int
  from jsonb_to_recordset($1::jsonb)
    as u(party_id uuid, other_party_id uuid, bits float8, evidence jsonb)
  where not exists (select from sm_global.match_reviews r where r.party_id = u.party_id
    and r.other_party_id = u.other_party_id and r.status = 'REJECTED')
  on conflict do nothing`,
)

export const insertRechecks = defineStatement(
  'insert_rechecks',
  `insert into sm_global.match_rechecks as r (party_id, other_party_id)
  select * from unnest($1::uuid[], $2::uuid[])
  on conflict (party_id, other_party_id) do update set asked = false where r.asked`,
)

/** What came near these parties is asked again: they have grown. */
export const reopenRechecks = defineStatement(
  'reopen_rechecks',
  `update sm_global.match_rechecks set asked = false
  where asked and (party_id = any($1::uuid[]) or other_party_id = any($1::uuid[]))`,
)
