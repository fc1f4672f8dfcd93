// The parties that a batch is about to change: locked, then read again whole, because decisions are made on
// representatives and nobody else may move them from here on.
import type { Session } from '../../../../kernel/index.ts'
import { type Normalised, normalise } from '../matching/index.ts'
import { cell, defineStatement, type Row } from './statement.ts'
import type { Attributes } from './subject.ts'

/** One current record of a touched party. */
export interface TouchedRecord {
  readonly id: string
  readonly partyId: string
  readonly source: string
  readonly receivedAt: string
  readonly attributes: Attributes
  readonly documents: Normalised['documents']
  /** Absent where the record says nothing about who it is: an area's own mark of a party. */
  readonly kind: Normalised['kind'] | undefined
}

export interface Touched {
  /** Of every party asked for that stands in the database. */
  readonly statuses: ReadonlyMap<string, string>
  readonly records: readonly TouchedRecord[]
  /** Pairs of these parties that somebody declared different. */
  readonly vetoes: readonly (readonly [string, string])[]
  /** The transaction's instant. */
  readonly now: string
}

const lockParties = defineStatement(
  'lock_parties',
  `select id, status, to_json(acervo.now() at time zone 'UTC') #>> '{}' || 'Z' from sm_global.parties
  where id = any($1::uuid[]) order by id for update`,
)
const askRecords = defineStatement(
  'touched_records',
  `select l.party_id, r.id, r.source, to_json(r.received_at at time zone 'UTC') #>> '{}' || 'Z',
    r.attributes, r.normalised -> 'documents', r.normalised ->> 'kind'
  from unnest($1::uuid[]) as p(id)
  join sm_global.party_links l on l.party_id = p.id
    and l.holds
  join sm_global.source_records r on r.id = l.source_record_id and r.current
  order by r.id`,
)
const askVetoes = defineStatement(
  'touched_vetoes',
  `select distinct l.party_id, o.party_id
  from sm_global.match_decisions d
  join sm_global.party_links l on l.source_record_id = d.record_id
    and l.holds
  join sm_global.party_links o on o.source_record_id = d.other_record_id
    and o.holds
  where d.kind = 'VETO' and l.party_id = any($1::uuid[]) and o.party_id = any($1::uuid[])
    and l.party_id <> o.party_id`,
)

export async function loadTouched(session: Session, ids: readonly string[]): Promise<Touched> {
  const [parties, records, vetoes] = await session.group([
    lockParties(ids),
    askRecords(ids),
    askVetoes(ids),
  ])
  const rows = parties?.rows ?? []
  return {
    statuses: new Map(rows.map((row) => [cell(row, 0), cell(row, 1)])),
    now: cell(rows[0], 2),
    records: (records?.rows ?? []).map(toRecord),
    vetoes: (vetoes?.rows ?? []).map((row) => [cell(row, 0), cell(row, 1)] as const),
  }
}

function toRecord(row: Row): TouchedRecord {
  const attributes = JSON.parse(cell(row, 4)) as Attributes
  const place = {
    partyId: cell(row, 0),
    id: cell(row, 1),
    source: cell(row, 2),
    receivedAt: cell(row, 3),
    attributes,
  }
  const kind = cell(row, 6)
  if (kind !== '') {
    const documents = JSON.parse(cell(row, 5) || 'null') ?? undefined
    return { ...place, documents, kind: kind === 'ORGANISATION' ? 'ORGANISATION' : 'PERSON' }
  }
  // It waits for resolution; what it says counts already.
  if (Object.keys(attributes).length === 0)
    return { ...place, documents: undefined, kind: undefined }
  const fields = normalise(attributes)
  return { ...place, documents: fields.documents, kind: fields.kind }
}
