// unmerge: one merge, or one attachment, is taken back. What came with it leaves again and gets its old id back;
// what arrived later stays. The matcher is told that the two are two.
import { AcervoError, type Session } from '../../../../kernel/index.ts'
import { makeIdentifiers } from '../identifier.ts'
import type { NewDecision } from './changes.ts'
import { toGoldenRows } from './golden-row.ts'
import { findRoot, isUuid } from './root.ts'
import { cell, defineStatement } from './statement.ts'
import { toAuthor, toVeto } from './steward.ts'
import { loadTouched, type Touched } from './touched.ts'
import type { Word } from './view.ts'
import { type Author, writeChanges } from './write.ts'

const askDecision = defineStatement(
  'decision',
  `select d.kind, d.party_id, d.other_party_id, d.record_id, d.other_record_id,
    exists (select from sm_global.match_decisions u where u.undoes_id = d.id and u.kind <> 'VETO')
  from sm_global.match_decisions d where d.id = $1::uuid`,
)
/** Records born in a party or in what was merged into it, with their present party. */
const askBranch = defineStatement(
  'branch',
  `with recursive branch(id) as (
    select $1::uuid union all
    select p.id from branch b join sm_global.parties p on p.merged_into_id = b.id
  )
  select r.id from branch b join sm_global.source_records r on r.origin_id = b.id order by r.id`,
)
/** All versions of a record that stand where it stands. */
const askVersions = defineStatement(
  'versions',
  `select v.id from sm_global.source_records r
  join sm_global.source_records v on v.source = r.source and v.source_key = r.source_key
    and v.origin_id = r.origin_id
  where r.id = $1::uuid and r.origin_id = $2::uuid order by v.id`,
)

export interface Unmerged {
  readonly decisionId: string
  /** The party that stayed and the one that is there again, or for the first time. */
  readonly partyIds: readonly [string, string]
}

interface Undo {
  readonly decisionId: string
  readonly kind: string
  readonly partyId: string
  readonly recordId: string
  readonly otherRecordId: string
}

/** @throws ACV209 for an unknown decision, ACV531 for one that cannot be taken back any more. */
export async function unmerge(session: Session, decisionId: string, word: Word): Promise<Unmerged> {
  const author = toAuthor(word)
  const undo = await findDecision(session, decisionId)
  const isLink = undo.kind === 'LINK'
  const [bornId = ''] = makeIdentifiers(1)
  const partedId = isLink ? bornId : undo.partyId
  const rootId = await findRoot(session, undo.partyId)
  const touched = await loadTouched(session, isLink ? [rootId] : [rootId, partedId].sort())
  // Locked now; another transaction may have been faster.
  const { kind } = await findDecision(session, decisionId)
  if (kind !== undo.kind || touched.statuses.get(rootId) === 'MERGED')
    return unmerge(session, decisionId, word)
  const ask = isLink ? askVersions(undo.recordId, undo.partyId) : askBranch(partedId)
  const leaving = (await session.query(ask)).rows.map((row) => cell(row, 0))
  if (isLink && leaving.length === 0) throw gone(decisionId)
  const made = toDecisions(undo, { leaving, partedId, rootId, touched })
  await part(session, { leaving, partedId, rootId, touched, isLink, made }, author)
  return { decisionId: made[0]?.id ?? '', partyIds: [rootId, partedId] }
}

async function findDecision(session: Session, id: string): Promise<Undo> {
  const [row] = isUuid(id) ? (await session.query(askDecision(id))).rows : []
  if (row === undefined)
    throw new AcervoError('ACV209', `there is no decision '${id}'`, {
      hint: 'The history of a party names its decisions.',
    })
  const kind = cell(row, 0)
  if (kind !== 'MERGE' && kind !== 'LINK')
    throw new AcervoError('ACV531', `a decision of kind ${kind} cannot be taken back`, {
      details: 'Allowed: MERGE, LINK.',
    })
  if (cell(row, 5) === 't') throw gone(id)
  return {
    decisionId: id,
    kind,
    partyId: cell(row, 1),
    recordId: cell(row, 3),
    otherRecordId: cell(row, 4),
  }
}

function gone(id: string): AcervoError {
  return new AcervoError('ACV531', 'the decision was taken back before', { details: id })
}

interface Parting {
  /** Record ids. */
  readonly leaving: readonly string[]
  readonly partedId: string
  readonly rootId: string
  readonly touched: Touched
}

function toDecisions(
  { decisionId, kind, partyId, recordId, otherRecordId }: Undo,
  { leaving, partedId, rootId, touched }: Parting,
): readonly NewDecision[] {
  const ids = makeIdentifiers(leaving.length + 1)
  const back: readonly NewDecision[] =
    kind === 'MERGE'
      ? [
          {
            id: ids[0] ?? '',
            kind: 'UNMERGE',
            partyId: partedId,
            otherPartyId: rootId,
            undoesId: decisionId,
          },
        ]
      : leaving.map((id, at) => ({
          id: ids[at] ?? '',
          kind: 'UNLINK',
          recordId: id,
          partyId: partedId,
          otherPartyId: partyId,
          undoesId: decisionId,
        }))
  const away = new Set(leaving)
  const staying = touched.records.filter(({ id }) => !away.has(id)).map(({ id }) => id)
  // The pair that the merge stood on, where it still lies on both sides.
  const [a] = [recordId, otherRecordId, ...leaving].filter((id) => away.has(id))
  const [b] = [recordId, otherRecordId, ...staying].filter((id) => staying.includes(id))
  return a === undefined || b === undefined ? back : [...back, toVeto(a, b, decisionId)]
}

async function part(
  session: Session,
  whole: Parting & { readonly isLink: boolean; readonly made: readonly NewDecision[] },
  author: Author,
): Promise<void> {
  const { leaving, partedId, rootId, touched, isLink, made } = whole
  const away = new Set(leaving)
  const records = touched.records.map((record) =>
    away.has(record.id) ? { ...record, partyId: partedId } : record,
  )
  const decisionId = made[0]?.id ?? ''
  const changes = { settled: [], edges: [], decisions: made, reviews: [], rechecks: [] }
  const golden = toGoldenRows([rootId, partedId], records, changes, touched.now)
  const parting = { recordIds: leaving, partedId, rootId, decisionId, isNew: isLink }
  const touchedIds = [rootId, partedId]
  await writeChanges(session, { ...changes, golden, touchedIds, bornIds: [], parting }, author)
}
