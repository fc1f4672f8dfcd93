// The one look-up of a batch: first locks on the strong keys, so that two new records of one person are resolved
// one after the other, then who shares keys with the subjects and whom those belong to.
import type { Result, Session, Statement } from '../../../../kernel/index.ts'
import { keyCap, nearestMax, type PartyRecord, rarity } from '../matching/index.ts'
import { stewardSource } from '../survivorship/index.ts'
import { cell, defineStatement } from './statement.ts'
import type { Hit, KnownParty, Subject, Surroundings } from './subject.ts'

/** A batch takes one lock per bucket and not per key: the server's table of locks is not large. */
const buckets = 1024n
const lockSpace = 7412
/** Records of one party that are looked at; of these the matcher chooses its representatives. */
const partyRecordsMax = 36

const lock = defineStatement(
  'lock',
  `select pg_advisory_xact_lock(${lockSpace}, b.bucket)
  from (select unnest($1::int[]) as bucket order by 1) b`,
)

// A key held by more than the cap says too little to be followed. Representatives with a document come first:
// a document that differs keeps a record out, whatever else agrees.
const askAround = defineStatement(
  'around',
  `with asked as (
    select * from unnest($1::int[], $2::bigint[]) as a(at, key)
  ), bucket as materialized (
    select d.key, b.holders
    from (select distinct key from asked) d
    cross join lateral (
      select array_agg(k.record_id) as holders
      from (
        select m.record_id from sm_global.match_keys m where m.key = d.key
        union all select r.record_id from sm_global.recent_keys r where r.key = d.key
        limit ${keyCap + 1}
      ) k
    ) b
  ), held as (
    select a.at, h.record_id, ${rarity('cardinality(b.holders)')} as rarity from asked a join bucket b using (key)
    cross join lateral unnest(b.holders) as h(record_id)
    where cardinality(b.holders) <= ${keyCap}
  ), ranked as (
    select at, record_id, sum(rarity) as shared,
      row_number() over (partition by at order by sum(rarity) desc, record_id) as place
    from held group by at, record_id
  ), hit as (
    select r.at, r.record_id, r.shared, l.party_id
    from ranked r join sm_global.party_links l on l.source_record_id = r.record_id
      and l.holds
    where r.place <= ${nearestMax}
  ), party as (
    select party_id from hit union select unnest($3::uuid[])
  ), representative as (
    select p.party_id, x.id, x.source, x.normalised
    from party p cross join lateral (
      select r.id, r.source, r.normalised
      from sm_global.party_links l join sm_global.source_records r on r.id = l.source_record_id
      where l.party_id = p.party_id and l.holds
        and r.current and r.normalised is not null and r.source <> '${stewardSource}'
      order by (r.normalised ? 'documents') desc, cardinality(r.match_keys) desc, r.id
      limit ${partyRecordsMax}
    ) x
  )
  select
    (select json_agg(json_build_array(at, record_id, party_id, shared)) from hit),
    (select json_agg(json_build_array(party_id, id, source, normalised)) from representative),
    (select json_agg(key::text) from bucket where cardinality(holders) > ${keyCap})`,
)

type HitCells = readonly [number, string, string, number]
type RecordCells = readonly [string, string, string, PartyRecord['fields']]

type Sought = Pick<Subject, 'keys' | 'homeId' | 'isNew'>

export async function lookAround(
  session: Session,
  subjects: readonly Sought[],
): Promise<Surroundings> {
  return readAround(await session.group(askToLook(subjects)))
}

export function askToLook(subjects: readonly Sought[]): readonly Statement[] {
  const ats: number[] = []
  const keys: bigint[] = []
  for (const [at, subject] of subjects.entries())
    for (const { key } of subject.keys) {
      ats.push(at)
      keys.push(key)
    }
  const homes = subjects.flatMap(({ isNew, homeId }) => (isNew ? [] : homeId))
  return [lock(toBuckets(subjects)), askAround(ats, keys, [...new Set(homes)])]
}

/** `results` of what `askToLook` asks. */
export function readAround([, found]: readonly Result[]): Surroundings {
  const [row] = found?.rows ?? []
  const hits = JSON.parse(cell(row, 0) || '[]') as readonly HitCells[]
  const records = JSON.parse(cell(row, 1) || '[]') as readonly RecordCells[]
  const crowded = JSON.parse(cell(row, 2) || '[]') as readonly string[]
  return {
    crowded: new Set(crowded.map(BigInt)),
    hits: hits.map(([at, recordId, partyId, shared]): Hit => ({ at, recordId, partyId, shared })),
    parties: toParties(records),
  }
}

/** The representatives of parties that nobody looked for by key. */
export async function loadParties(session: Session, ids: readonly string[]): Promise<Surroundings> {
  const [row] = (await session.query(askAround([], [], ids))).rows
  return { hits: [], crowded: new Set(), parties: toParties(JSON.parse(cell(row, 1) || '[]')) }
}

function toBuckets(subjects: readonly Sought[]): readonly number[] {
  const taken = new Set<number>()
  for (const { keys } of subjects)
    for (const { key, strong } of keys)
      if (strong) taken.add(Number(BigInt.asUintN(64, key) % buckets))
  return [...taken]
}

function toParties(cells: readonly RecordCells[]): ReadonlyMap<string, KnownParty> {
  const parties = new Map<string, { readonly id: string; readonly records: PartyRecord[] }>()
  for (const [partyId, id, source, fields] of cells) {
    const party = parties.get(partyId) ?? { id: partyId, records: [] }
    party.records.push({ id, source, fields })
    parties.set(partyId, party)
  }
  return parties
}
