// The matcher's questions and a person's answers: yes is a merge, no is a cannot-link, and either is kept.
import { AcervoError, type Session } from '../../../../kernel/index.ts'
import type { Evidence } from '../matching/index.ts'
import { loadNewestModel } from './basis.ts'
import { loadSaid, toPair } from './explain.ts'
import { findRoots, isUuid } from './root.ts'
import { cell, defineStatement, type Row } from './statement.ts'
import { mergeParties, nothing, toAuthor, toVeto, write } from './steward.ts'
import { loadSummaries } from './summary.ts'
import { loadTouched } from './touched.ts'
import type { ReviewView, Word } from './view.ts'

const shown = `v.id, v.status, v.bits,
  to_char(v.opened_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), v.party_id, v.other_party_id, v.evidence`
const askOpen = defineStatement(
  'open_reviews',
  `select ${shown} from sm_global.match_reviews v
  where v.status = 'OPEN' order by v.bits desc, v.id limit $1::int offset $2::int`,
)
const lockReview = defineStatement(
  'lock_review',
  `select ${shown} from sm_global.match_reviews v where v.id = $1::uuid for update`,
)
const answerReview = defineStatement(
  'answer_review',
  `update sm_global.match_reviews set status = $2, decided_at = acervo.now(), decided_by = $3,
    reason = $4, decision_id = $5::uuid where id = $1::uuid`,
)

/** Open ones, the surest first; a pair that became one party meanwhile is no question any more. */
export async function listReviews(session: Session, limit = 20): Promise<readonly ReviewView[]> {
  const found: ReviewView[] = []
  for (let offset = 0; found.length < limit; offset += limit) {
    const { rows } = await session.query(askOpen(limit, offset))
    found.push(...(await toViews(session, rows)))
    if (rows.length < limit) break
  }
  return found.slice(0, limit)
}

/** @throws ACV209 for an unknown question, ACV532 for an answered one, ACV530 where the two cannot be one. */
export async function decideReview(
  session: Session,
  id: string,
  answer: 'accept' | 'reject',
  word: Word,
): Promise<{ readonly decisionId: string }> {
  toAuthor(word)
  const [row] = isUuid(id) ? (await session.query(lockReview(id))).rows : []
  if (row === undefined) throw new AcervoError('ACV209', `there is no question '${id}'`)
  const status = cell(row, 1)
  if (status !== 'OPEN')
    throw new AcervoError('ACV532', 'the question was answered before', { details: status })
  const [a, b] = [cell(row, 4), cell(row, 5)]
  const decisionId =
    answer === 'accept'
      ? (await mergeParties(session, a, b, word)).decisionId
      : await keepApart(session, a, b, toEvidence(row), word)
  const decided = answer === 'accept' ? 'ACCEPTED' : 'REJECTED'
  await session.query(answerReview(id, decided, word.actor, word.reason, decisionId))
  return { decisionId }
}

async function keepApart(
  session: Session,
  a: string,
  b: string,
  evidence: readonly Evidence[],
  word: Word,
): Promise<string> {
  const roots = await findRoots(session, [a, b])
  const [left = a, right = b] = [roots.get(a), roots.get(b)]
  if (left === right)
    throw new AcervoError('ACV531', 'the two are one party by now', {
      details: `Both lead to ${left}.`,
      hint: 'Undo the merge that joined them: its id stands in the history of the party.',
    })
  const touched = await loadTouched(session, [left, right].sort())
  const of = (partyId: string) =>
    touched.records.filter((record) => record.partyId === partyId).map(({ id }) => id)
  const [lefts, rights] = [of(left), of(right)]
  const known = evidence.flatMap(({ recordId, otherRecordId }) => [recordId, otherRecordId])
  const one = known.find((id) => lefts.includes(id)) ?? lefts[0]
  const other = known.find((id) => rights.includes(id)) ?? rights[0]
  if (one === undefined || other === undefined)
    throw new AcervoError('ACV531', 'one of the two has no record left')
  const veto = toVeto(one, other)
  await write(session, { ...nothing, decisions: [veto] }, touched, [], toAuthor(word))
  return veto.id
}

async function toViews(session: Session, rows: readonly Row[]): Promise<readonly ReviewView[]> {
  const roots = await findRoots(
    session,
    rows.flatMap((row) => [cell(row, 4), cell(row, 5)]),
  )
  const open = rows.filter((row) => roots.get(cell(row, 4)) !== roots.get(cell(row, 5)))
  const summaries = await loadSummaries(session, [...roots.values()])
  const model = await loadNewestModel(session)
  const said = await loadSaid(
    session,
    open.flatMap((row) => toEvidence(row).flatMap((one) => [one.recordId, one.otherRecordId])),
  )
  return open.flatMap((row) => {
    const party = summaries.get(roots.get(cell(row, 4)) ?? '')
    const otherParty = summaries.get(roots.get(cell(row, 5)) ?? '')
    if (party === undefined || otherParty === undefined) return []
    const bits = Number(cell(row, 2))
    return {
      id: cell(row, 0),
      status: cell(row, 1),
      bits,
      probability: 1 / (1 + 2 ** -bits),
      openedAt: cell(row, 3),
      party,
      otherParty,
      pairs: toEvidence(row).flatMap(
        (one) => toPair(model, said, one.recordId, one.otherRecordId) ?? [],
      ),
    }
  })
}

function toEvidence(row: Row): readonly Evidence[] {
  return JSON.parse(cell(row, 6) || '[]') as readonly Evidence[]
}
