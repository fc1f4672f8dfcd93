// Why: the comparisons between two records, and for a party those behind each merge that holds.
import { AcervoError, type Session } from '../../../../kernel/index.ts'
import {
  type Evidence,
  explainPair as explain,
  type MatchModel,
  normalise,
} from '../matching/index.ts'
import { loadNewestModel } from './basis.ts'
import { findRoot } from './root.ts'
import { loadHistory } from './show-party.ts'
import { cell, defineStatement } from './statement.ts'
import type { Attributes } from './subject.ts'
import type { PairView, PartyExplanation } from './view.ts'

const askSaid = defineStatement(
  'said',
  'select r.id, r.attributes from sm_global.source_records r where r.id = any($1::uuid[])',
)
const countRecords = defineStatement(
  'count_records',
  `select count(*) from sm_global.party_links l join sm_global.source_records r on r.id = l.source_record_id
  where l.party_id = $1::uuid and l.holds and r.current`,
)
/** Pairs shown per merge. */
const pairsMax = 5

type Said = ReadonlyMap<string, Attributes>

/** By the newest model. @throws ACV209 when one of the records is unknown. */
export async function explainPair(
  session: Session,
  recordId: string,
  otherRecordId: string,
): Promise<PairView> {
  const said = await loadSaid(session, [recordId, otherRecordId])
  const pair = toPair(await loadNewestModel(session), said, recordId, otherRecordId)
  if (pair !== undefined) return pair
  throw new AcervoError(
    'ACV209',
    `there is no record '${said.has(recordId) ? otherRecordId : recordId}'`,
  )
}

/** @throws ACV209 when no party has the id. */
export async function explainParty(session: Session, id: string): Promise<PartyExplanation> {
  const partyId = await findRoot(session, id)
  const model = await loadNewestModel(session)
  const [counted] = (await session.query(countRecords(partyId))).rows
  const standing = (await loadHistory(session, partyId)).filter(
    ({ decision: { kind, undone } }) => !undone && (kind === 'MERGE' || kind === 'LINK'),
  )
  const pairsOf = (evidence: unknown) => (evidence as readonly Evidence[]).slice(0, pairsMax)
  const ids = standing.flatMap(({ evidence }) =>
    pairsOf(evidence).flatMap((pair) => [pair.recordId, pair.otherRecordId]),
  )
  const said = await loadSaid(session, ids)
  const merges = standing.map(({ decision, evidence }) => ({
    ...decision,
    pairs: pairsOf(evidence).flatMap(
      (pair) => toPair(model, said, pair.recordId, pair.otherRecordId) ?? [],
    ),
  }))
  return { id: partyId, records: Number(cell(counted, 0)), merges }
}

export async function loadSaid(session: Session, ids: readonly string[]): Promise<Said> {
  const { rows } = await session.query(askSaid([...new Set(ids)]))
  return new Map(rows.map((row) => [cell(row, 0), JSON.parse(cell(row, 1)) as Attributes]))
}

/** Undefined where one of them is unknown. */
export function toPair(
  model: MatchModel,
  said: Said,
  recordId: string,
  otherRecordId: string,
): PairView | undefined {
  const [left, right] = [said.get(recordId), said.get(otherRecordId)]
  if (left === undefined || right === undefined) return undefined
  const { bits, probability, veto, comparisons } = explain(model, normalise(left), normalise(right))
  return {
    recordId,
    otherRecordId,
    bits,
    probability,
    veto: veto ?? null,
    modelVersion: model.version,
    comparisons,
  }
}
