// The statements of consolidation: static texts, prepared once per connection.
import type { Statement } from '../../../../kernel/index.ts'

type Ask = (...values: readonly unknown[]) => Statement

function define(name: string, text: string): Ask {
  return (...values) => ({ name: `consolidation_${name}`, text, values })
}

const instant = (column: string) =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`
const happening = `f.event_id, f.kind, f.sequence, f.payload, ${instant('f.valid_from')}, ${instant('f.recorded_at')}`

/** $1 area, $2 subject type, $3 subject id: what is known of a subject, in its order. */
export const factsOfSubject = define(
  'facts_of_subject',
  `select ${happening}, f.source_record_id, f.root_type, f.root_id from sm_global.facts f
  where f.area = $1 and f.subject_type = $2 and f.subject_id = $3 order by f.sequence`,
)

/** The same keys: what waits for a person. */
export const openOfSubject = define(
  'open_of_subject',
  `select ${happening} from sm_global.open_facts f
  where f.area = $1 and f.subject_type = $2 and f.subject_id = $3 order by f.sequence`,
)

/** $1 area, $2 root type, $3 root id: subjects that wait for this one's person. */
export const subjectsWaitingFor = define(
  'subjects_waiting_for',
  `select distinct f.subject_type, f.subject_id from sm_global.open_facts f
  where f.area = $1 and f.root_type = $2 and f.root_id = $3
    and (f.subject_type, f.subject_id) <> ($2, $3) order by 1, 2`,
)

/** $1 area, $2 subject type, $3 subject id: the record of its newest fact. */
export const recordOfSubject = define(
  'record_of_subject',
  `select f.source_record_id from sm_global.facts f
  where f.area = $1 and f.subject_type = $2 and f.subject_id = $3 order by f.sequence desc limit 1`,
)

/** $1 area, $2 party as the area knows it. */
export const recordOfParty = define(
  'record_of_party',
  `select r.id from sm_global.source_records r
  where r.source = $1 and r.source_key = $2 and r.current`,
)

/** Held to the end of the transaction: a subject's first fact and what waits for it see each other. */
export const lockSubject = define(
  'lock_subject',
  `select pg_advisory_xact_lock(hashtextextended(concat_ws('/', $1::text, $2::text, $3::text), 7412))`,
)

export const allFeatures = define(
  'all_features',
  `select f.name, f.id from sm_global.features f where f.version = 1`,
)

/** $1 rows as JSON. */
export const addFeatures = define(
  'add_features',
  `insert into sm_global.features (id, name, description, value_type, definition)
  select u.id, u.name, u.description, u.value_type, u.definition from jsonb_to_recordset($1::jsonb)
    as u(id uuid, name text, description text, value_type text, definition jsonb)
  order by u.name on conflict do nothing`,
)

/** $1 rows as JSON. */
export const addFacts = define(
  'add_facts',
  `insert into sm_global.facts (id, source_record_id, area, kind, subject_type, subject_id, sequence,
    root_type, root_id, payload, valid_from, recorded_at, event_id)
  select u.id, u.source_record_id, u.area, u.kind, u.subject_type, u.subject_id, u.sequence,
    u.root_type, u.root_id, u.payload, u.valid_from, u.recorded_at, u.event_id
  from jsonb_to_recordset($1::jsonb) as u(id uuid, source_record_id uuid, area text, kind text,
    subject_type text, subject_id text, sequence bigint, root_type text, root_id text, payload jsonb,
    valid_from timestamptz, recorded_at timestamptz, event_id uuid)`,
)

/** $1 rows as JSON. */
export const addOpenFacts = define(
  'add_open_facts',
  `insert into sm_global.open_facts (id, area, kind, subject_type, subject_id, sequence, root_type,
    root_id, payload, valid_from, recorded_at, event_id)
  select u.id, u.area, u.kind, u.subject_type, u.subject_id, u.sequence, u.root_type, u.root_id,
    u.payload, u.valid_from, u.recorded_at, u.event_id
  from jsonb_to_recordset($1::jsonb) as u(id uuid, area text, kind text, subject_type text,
    subject_id text, sequence bigint, root_type text, root_id text, payload jsonb,
    valid_from timestamptz, recorded_at timestamptz, event_id uuid)`,
)

/** $1 event ids. */
export const closeOpenFacts = define(
  'close_open_facts',
  'delete from sm_global.open_facts where event_id = any($1::uuid[])',
)

/** $1 rows as JSON. */
export const addFeatureValues = define(
  'add_feature_values',
  `insert into sm_global.feature_values (id, feature_id, source_record_id, area, subject_type,
    subject_id, sequence, root_type, root_id, value, inputs, observed_at, recorded_at)
  select u.id, u.feature_id, u.source_record_id, u.area, u.subject_type, u.subject_id, u.sequence,
    u.root_type, u.root_id, u.value, u.inputs, u.observed_at, u.recorded_at
  from jsonb_to_recordset($1::jsonb) as u(id uuid, feature_id uuid, source_record_id uuid, area text,
    subject_type text, subject_id text, sequence bigint, root_type text, root_id text, value jsonb,
    inputs jsonb, observed_at timestamptz, recorded_at timestamptz)`,
)

/** Shared, so that no merge moves it meanwhile. */
export const lockParty = define(
  'lock_party',
  'select p.id, p.merged_into_id from sm_global.parties p where p.id = $1::uuid for share',
)

/**
 * $1 id, $2 area, $3 party as the area knows it, $4 digest, $5 the party it belongs to today. All records of one
 * origin go the same ways: the new one takes over the links of an older one, with what was known when.
 */
export const addRecord = define(
  'add_record',
  `with born as (
    insert into sm_global.source_records (id, source, source_key, digest, payload, origin_id, resolved_at)
    values ($1::uuid, $2, $3::text, $4, '{}', $3::text::uuid, acervo.now()) on conflict do nothing returning id
  ), sibling as (
    select r.id from sm_global.source_records r
    where r.origin_id = $3::text::uuid and r.id <> $1::uuid
      and exists (select from sm_global.party_links l where l.source_record_id = r.id)
    order by r.received_at, r.id limit 1
  ), taken as (
    select l.party_id, l.decision_id, l.valid_from, l.valid_to, l.recorded_at, l.superseded_at
    from sm_global.party_links l join sibling on l.source_record_id = sibling.id
    union all
    select $5::uuid, null, p.created_at, null, p.created_at, null from sm_global.parties p
    where p.id = $3::text::uuid and not exists (select from sibling)
  )
  insert into sm_global.party_links (source_record_id, party_id, decision_id, valid_from, valid_to,
    recorded_at, superseded_at)
  select born.id, t.party_id, t.decision_id, t.valid_from, t.valid_to, t.recorded_at, t.superseded_at
  from born cross join taken t`,
)
