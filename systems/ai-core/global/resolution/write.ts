// Changes -> rows: statements for one round trip, in the caller's transaction.
import type { Session, Statement } from '../../../../kernel/index.ts'
import { normVersion } from '../matching/index.ts'
import type { Changes, Edge, NewDecision } from './changes.ts'
import type { GoldenRow } from './golden-row.ts'
import * as writes from './writes.ts'

/** Who decides: the matcher by a model, or a person with a reason. */
export interface Author {
  readonly origin: 'AUTOMATIC' | 'STEWARD'
  readonly decidedBy: string
  readonly reason?: string
  readonly modelVersion?: number
}

/** Records that leave a party again. */
export interface Parting {
  readonly recordIds: readonly string[]
  readonly partedId: string
  readonly rootId: string
  readonly decisionId: string
  /** The parted party did not stand before: its records are reborn in it. */
  readonly isNew: boolean
}

export interface Written extends Changes {
  readonly parting?: Parting
  readonly golden: readonly GoldenRow[]
  /** Keys that are not written. */
  readonly crowded?: ReadonlySet<bigint>
  /** The record came alone. */
  readonly isOne?: boolean
  /** Parties that stand in the database and may have changed. */
  readonly touchedIds: readonly string[]
  /** Parties to be written with these changes. */
  readonly bornIds: readonly string[]
}

export async function writeChanges(
  session: Session,
  changes: Written,
  author: Author,
): Promise<void> {
  await session.group(toStatements(changes, author))
}

export function toStatements(changes: Written, author: Author): readonly Statement[] {
  const { born, standing } = toPartyRows(changes)
  const statements: Statement[] = []
  const { parting } = changes
  if (born.length > 0) statements.push(writes.insertParties(json(born)))
  if (parting?.isNew) statements.push(writes.insertParted(parting.partedId, parting.rootId))
  statements.push(...toRecordStatements(changes))
  if (changes.decisions.length > 0)
    statements.push(writes.insertDecisions(json(changes.decisions.map(toDecisionRow(author)))))
  statements.push(...toLinkStatements(changes))
  if (parting !== undefined) statements.push(...toPartingStatements(parting))
  if (standing.length > 0) statements.push(writes.updateParties(json(standing)))
  statements.push(...toGoldenStatements(changes), ...toNoteStatements(changes, author))
  return statements
}

function toPartyRows({ golden, edges, bornIds, touchedIds }: Written) {
  const into = new Map(edges.map(({ fromId, intoId }) => [fromId, intoId]))
  const columns = new Map(golden.map(({ partyId, golden: { columns: found } }) => [partyId, found]))
  // A redirect holds nothing of its own.
  const toRow = (id: string) => {
    const intoId = into.get(id)
    return intoId === undefined
      ? { id, status: 'ACTIVE', ...snake(columns.get(id) ?? {}) }
      : { id, status: 'MERGED', merged_into_id: intoId }
  }
  // A party before those that lead to it: its row must stand when theirs is checked.
  return { born: bornIds.map(toRow), standing: touchedIds.map(toRow) }
}

function toRecordStatements({ settled, crowded, isOne }: Written): readonly Statement[] {
  // One that stands keeps its origin, wherever merges have led from there.
  const toRow = ({ subject, originId, hasMoved }: Written['settled'][number]) => ({
    id: subject.id,
    origin_id: subject.isNew || hasMoved ? originId : null,
    normalised: subject.fields,
    norm_version: normVersion,
    match_keys: subject.keys.map(({ key }) => String(key)),
  })
  const standing = settled.filter(({ subject }) => !subject.isNew).map(toRow)
  const coming = settled.flatMap((one) => {
    const { isNew, source, attributes, said } = one.subject
    if (!isNew || said === undefined) return []
    const { sourceKey, digest, payload } = said
    return [{ ...toRow(one), source, source_key: sourceKey, digest, payload, attributes }]
  })
  const keys = settled.flatMap(({ subject }) =>
    subject.keys
      .filter(({ key }) => crowded?.has(key) !== true)
      .map(({ key, type }) => ({ key, type, id: subject.id })),
  )
  return [
    ...(coming.length > 0 ? [writes.insertRecords(json(coming))] : []),
    ...(standing.length > 0 ? [writes.updateRecords(json(standing))] : []),
    ...(keys.length > 0
      ? [
          (isOne === true ? writes.insertRecentKeys : writes.insertKeys)(
            keys.map(({ key }) => key),
            keys.map(({ id }) => id),
            keys.map(({ type }) => type),
          ),
        ]
      : []),
  ]
}

function toLinkStatements({ settled, edges }: Written): readonly Statement[] {
  const coming = settled.filter(({ subject }) => subject.isNew)
  const moved = settled.filter(({ hasMoved }) => hasMoved)
  const columnsOf = (list: Written['settled']) =>
    [
      list.map(({ subject }) => subject.id),
      list.map(({ originId }) => originId),
      list.map(({ decisionId }) => decisionId ?? null),
    ] as const
  const ends = toEnds(edges)
  return [
    ...(coming.length > 0 ? [writes.insertLinks(...columnsOf(coming))] : []),
    ...(moved.length > 0 ? [writes.moveRecords(...columnsOf(moved))] : []),
    ...(ends.length > 0
      ? [
          writes.moveParties(
            ends.map(({ fromId }) => fromId),
            ends.map(({ intoId }) => intoId),
            ends.map(({ decisionId }) => decisionId),
          ),
        ]
      : []),
  ]
}

function toPartingStatements(parting: Parting): readonly Statement[] {
  const { recordIds, partedId, rootId, decisionId, isNew } = parting
  const all = (value: string) => recordIds.map(() => value)
  return [
    isNew ? writes.moveOrigins(recordIds, partedId) : writes.partParty(partedId, rootId),
    writes.moveRecords(recordIds, all(partedId), all(decisionId)),
  ]
}

/** Where each merged party's records end when merges of one batch follow each other. */
function toEnds(edges: readonly Edge[]): readonly Edge[] {
  const into = new Map(edges.map((edge) => [edge.fromId, edge]))
  const end = (edge: Edge): Edge => {
    const next = into.get(edge.intoId)
    return next === undefined ? edge : end(next)
  }
  return edges.map((edge) => ({ ...end(edge), fromId: edge.fromId }))
}

function toGoldenStatements({ golden, touchedIds, bornIds }: Written): readonly Statement[] {
  const toRow = ({ partyId, golden: { values } }: GoldenRow) => ({
    party_id: partyId,
    attributes: Object.fromEntries(values.map(({ attribute, ...won }) => [attribute, won])),
  })
  const rows = golden.filter(({ golden: { values } }) => values.length > 0).map(toRow)
  if (rows.length === 0 && touchedIds.length === 0) return []
  const born = new Set(bornIds)
  if (rows.every(({ party_id }) => born.has(party_id)) && touchedIds.length === 0)
    return [writes.insertGolden(json(rows))]
  return [writes.endGolden(json(rows), touchedIds), writes.beginGolden(json(rows))]
}

function toNoteStatements(
  { settled, edges, reviews, rechecks }: Written,
  { modelVersion = 0 }: Author,
): readonly Statement[] {
  const statements: Statement[] = []
  if (reviews.length > 0) {
    const rows = reviews.map(({ partyId, otherPartyId, bits, evidence }) => ({
      party_id: partyId,
      other_party_id: otherPartyId,
      bits,
      evidence,
    }))
    statements.push(writes.insertReviews(json(rows), modelVersion))
  }
  const grown = new Set(edges.flatMap(({ fromId, intoId }) => [fromId, intoId]))
  for (const { subject, originId } of settled) if (originId !== subject.homeId) grown.add(originId)
  if (grown.size > 0) statements.push(writes.reopenRechecks([...grown]))
  if (rechecks.length > 0)
    statements.push(
      writes.insertRechecks(
        rechecks.map(([a]) => a),
        rechecks.map(([, b]) => b),
      ),
    )
  return statements
}

function toDecisionRow({ origin, decidedBy, reason, modelVersion }: Author) {
  return ({ id, kind, bits, evidence, ...about }: NewDecision) => ({
    id,
    kind,
    origin,
    decided_by: decidedBy,
    reason,
    score: bits,
    probability: bits === undefined ? undefined : 1 / (1 + 2 ** -bits),
    comparisons: evidence,
    model_version: modelVersion,
    ...snake(about),
  })
}

function snake(row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const toName = (name: string) => name.replaceAll(/[A-Z]/g, (a) => `_${a.toLowerCase()}`)
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [toName(name), value]))
}

const json = (rows: unknown): string => JSON.stringify(rows)
