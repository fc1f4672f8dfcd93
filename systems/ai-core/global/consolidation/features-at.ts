// The features of a person as of one moment, as they were known at another: what happened by then, what had been
// recorded by then, and who was who by then. A merge needs no writing here: reading follows the links.
import type { Session, Statement } from '../../../../kernel/index.ts'
import { combine, type FeatureName, type Features } from './feature-list.ts'

export interface Moment {
  /** ISO; now where it is left out. */
  readonly at?: string
  /** ISO; now where it is left out. */
  readonly knownAt?: string
}

export async function featuresAt(
  session: Session,
  partyId: string,
  { at, knownAt }: Moment = {},
): Promise<Features> {
  const { rows } = await session.query(read(partyId, at ?? null, knownAt ?? null))
  return combine(rows.map(([name, value]) => [name as FeatureName, JSON.parse(value ?? 'null')]))
}

// A subject counts for whoever its root belongs to at the moment: the record of the root's newest fact.
const read = (partyId: string, at: string | null, knownAt: string | null): Statement => ({
  name: 'consolidation_features_at',
  values: [partyId, at, knownAt],
  text: `with moment as (
    select coalesce($2::timestamptz, acervo.clock()) as at, coalesce($3::timestamptz, acervo.clock()) as known_at
  ), record as materialized (
    select l.source_record_id as id from sm_global.party_links l, moment m
    where l.party_id = $1::uuid and l.recorded_at <= m.known_at
      and (l.superseded_at is null or l.superseded_at > m.known_at)
      and (l.valid_to is null or l.valid_to > m.known_at)
  ), root as materialized (
    select distinct f.area, f.root_type, f.root_id
    from record join sm_global.facts f on f.source_record_id = record.id, moment m
    where f.valid_from <= m.at and f.recorded_at <= m.known_at
  ), held as materialized (
    select r.area, r.root_type, r.root_id from root r, moment m, lateral (
      select f.source_record_id from sm_global.facts f
      where f.area = r.area and f.subject_type = r.root_type and f.subject_id = r.root_id
        and f.valid_from <= m.at and f.recorded_at <= m.known_at
      order by f.sequence desc limit 1) newest
    where newest.source_record_id in (select id from record)
  ), subject as materialized (
    select distinct f.area, f.subject_type, f.subject_id
    from held h join sm_global.facts f using (area, root_type, root_id), moment m
    where f.valid_from <= m.at and f.recorded_at <= m.known_at
  )
  select fe.name, v.value from subject s cross join sm_global.features fe, moment m, lateral (
    select v.value, v.root_type, v.root_id from sm_global.feature_values v
    where v.area = s.area and v.subject_type = s.subject_type and v.subject_id = s.subject_id
      and v.feature_id = fe.id and v.observed_at <= m.at and v.recorded_at <= m.known_at
    order by v.sequence desc limit 1) v
  where exists (select from held h
    where h.area = s.area and h.root_type = v.root_type and h.root_id = v.root_id)`,
})
