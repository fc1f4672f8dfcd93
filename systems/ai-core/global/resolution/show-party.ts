// One party whole: what it is, from whom each value comes, what the areas know, and how it came to be.
import type { Session } from '../../../../kernel/index.ts'
import { goldenColumns } from '../golden-column.ts'
import { findRoot } from './root.ts'
import { cell, defineStatement, type Row } from './statement.ts'
import type { DecisionView, FactView, PartyView, Provenance, SourceView } from './view.ts'

const listMax = 500
const instant = (column: string): string =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`
const toSql = (column: string): string => column.replaceAll(/[A-Z]/g, (a) => `_${a.toLowerCase()}`)

const askParty = defineStatement(
  'show_party',
  `select p.status, json_build_object(${goldenColumns.map((name) => `'${name}', p.${toSql(name)}`).join(', ')})
  from sm_global.parties p where p.id = $1::uuid`,
)
const askProvenance = defineStatement(
  'show_provenance',
  `select a.key, a.value -> 'value', a.value ->> 'rule', r.id, r.source,
    ${instant("coalesce((a.value ->> 'since')::timestamptz, g.valid_from)")}, a.value -> 'losing'
  from sm_global.golden_records g cross join lateral jsonb_each(g.attributes) a
  left join sm_global.source_records r on r.id = (a.value ->> 'sourceRecordId')::uuid
  where g.party_id = $1::uuid and g.valid_to is null order by a.key collate "C"`,
)
const askSources = defineStatement(
  'show_sources',
  `select r.id, r.source, r.source_key, r.current, r.origin_id, ${instant('r.received_at')}, r.attributes
  from sm_global.party_links l join sm_global.source_records r on r.id = l.source_record_id
  where l.party_id = $1::uuid and l.holds order by r.received_at, r.id limit ${listMax}`,
)
const askFacts = defineStatement(
  'show_facts',
  `select f.id, f.area, f.kind, f.payload, ${instant('f.valid_from')}, ${instant('f.valid_to')}, f.source_record_id
  from sm_global.party_links l join sm_global.facts f on f.source_record_id = l.source_record_id
  where l.party_id = $1::uuid and l.holds order by f.valid_from desc, f.id desc limit ${listMax}`,
)
// What led here: decisions about this party, about any that was merged into it, and about their records.
const askHistory = defineStatement(
  'show_history',
  `with recursive branch(id) as (
    select $1::uuid union select p.id from branch b join sm_global.parties p on p.merged_into_id = b.id
  ), about as (
    select d.id from branch b join sm_global.match_decisions d on d.party_id = b.id
    union select d.id from branch b join sm_global.match_decisions d on d.other_party_id = b.id
    union select d.id from sm_global.party_links l
      join sm_global.match_decisions d on d.record_id = l.source_record_id
      where l.party_id = $1::uuid and l.holds
    union select d.id from sm_global.party_links l
      join sm_global.match_decisions d on d.other_record_id = l.source_record_id
      where l.party_id = $1::uuid and l.holds
  )
  select d.id, d.kind, d.origin, d.decided_by, ${instant('d.decided_at')}, d.reason, d.score, d.probability,
    d.party_id, d.other_party_id, d.record_id, d.undoes_id,
    exists (select from sm_global.match_decisions u where u.undoes_id = d.id and u.kind <> 'VETO'),
    d.comparisons
  from about join sm_global.match_decisions d using (id)
  order by d.decided_at desc, d.id desc limit ${listMax}`,
)
const askMerged = defineStatement(
  'show_merged',
  `with recursive branch(id) as (
    select p.id from sm_global.parties p where p.merged_into_id = $1::uuid
    union select p.id from branch b join sm_global.parties p on p.merged_into_id = b.id
  )
  select id from branch order by id limit ${listMax}`,
)

/** @throws ACV209 when no party has the id. */
export async function showParty(session: Session, id: string): Promise<PartyView> {
  const partyId = await findRoot(session, id)
  const results = await session.group(
    [askParty, askProvenance, askSources, askFacts, askHistory, askMerged].map((ask) =>
      ask(partyId),
    ),
  )
  const [party, provenance, sources, facts, history, merged] = results.map(({ rows }) => rows)
  return {
    id: partyId,
    askedId: id,
    status: cell(party?.[0], 0),
    golden: JSON.parse(cell(party?.[0], 1) || '{}') as PartyView['golden'],
    provenance: (provenance ?? []).map(toProvenance),
    sources: (sources ?? []).map(toSource),
    facts: (facts ?? []).map(toFact),
    history: (history ?? []).map(toDecision),
    mergedIds: (merged ?? []).map((row) => cell(row, 0)),
  }
}

/** Decisions about a party with the evidence they stood on, newest first. */
export async function loadHistory(
  session: Session,
  partyId: string,
): Promise<readonly { readonly decision: DecisionView; readonly evidence: unknown }[]> {
  const { rows } = await session.query(askHistory(partyId))
  return rows.map((row) => ({
    decision: toDecision(row),
    evidence: JSON.parse(cell(row, 13) || '[]') as unknown,
  }))
}

function toProvenance(row: Row): Provenance {
  return {
    attribute: cell(row, 0),
    value: JSON.parse(cell(row, 1)) as unknown,
    rule: cell(row, 2),
    sourceRecordId: cell(row, 3),
    source: cell(row, 4),
    since: cell(row, 5),
    losing: JSON.parse(cell(row, 6)) as Provenance['losing'],
  }
}

function toSource(row: Row): SourceView {
  return {
    id: cell(row, 0),
    source: cell(row, 1),
    sourceKey: cell(row, 2),
    current: cell(row, 3) === 't',
    originId: cell(row, 4),
    receivedAt: cell(row, 5),
    attributes: JSON.parse(cell(row, 6)) as SourceView['attributes'],
  }
}

function toFact(row: Row): FactView {
  return {
    id: cell(row, 0),
    area: cell(row, 1),
    kind: cell(row, 2),
    payload: JSON.parse(cell(row, 3)) as unknown,
    validFrom: cell(row, 4),
    validTo: row[5] ?? null,
    sourceRecordId: cell(row, 6),
  }
}

function toDecision(row: Row): DecisionView {
  const number = (at: number) => (row[at] == null ? null : Number(row[at]))
  return {
    id: cell(row, 0),
    kind: cell(row, 1),
    origin: cell(row, 2),
    decidedBy: cell(row, 3),
    decidedAt: cell(row, 4),
    reason: row[5] ?? null,
    bits: number(6),
    probability: number(7),
    partyId: row[8] ?? null,
    otherPartyId: row[9] ?? null,
    recordId: row[10] ?? null,
    undoesId: row[11] ?? null,
    undone: cell(row, 12) === 't',
  }
}
