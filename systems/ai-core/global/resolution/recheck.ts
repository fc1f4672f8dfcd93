// The queue of rechecks: pairs of parties that came near each other are compared again until nothing moves. The
// surest pairs are joined first, and a party takes part in one merge a batch.
import type { Session } from '../../../../kernel/index.ts'
import { decideParties, type MatchModel } from '../matching/index.ts'
import type { Changes, Edge, NewDecision, NewReview } from './changes.ts'
import type { DecideOptions } from './decide-batch.ts'
import { settle } from './resolve.ts'
import { findRoots } from './root.ts'
import { cell, defineStatement } from './statement.ts'
import type { Surroundings } from './subject.ts'
import { loadParties } from './surroundings.ts'
import { Workspace } from './workspace.ts'

export const recheckMax = 1000

const claim = defineStatement(
  'claim_rechecks',
  `select party_id, other_party_id from sm_global.match_rechecks where not asked
  order by party_id, other_party_id limit $1::int for update skip locked`,
)
const markAsked = defineStatement(
  'mark_asked',
  `update sm_global.match_rechecks r set asked = true
  from unnest($1::uuid[], $2::uuid[]) as a(party_id, other_party_id)
  where r.party_id = a.party_id and r.other_party_id = a.other_party_id`,
)
type Pair = readonly [string, string]

/** Answers how many pairs it asked; 0 when the queue is empty. */
export async function recheckBatch(
  session: Session,
  model: MatchModel,
): Promise<{ readonly asked: number; readonly merged: number; readonly reviews: number }> {
  const claimed = (await session.query(claim(recheckMax))).rows
  if (claimed.length === 0) return { asked: 0, merged: 0, reviews: 0 }
  const pairs = claimed.map((row): Pair => [cell(row, 0), cell(row, 1)])
  const rights = pairs.map(([, b]) => b)
  const lefts = pairs.map(([a]) => a)
  await session.query(markAsked(lefts, rights))
  let roots: readonly Pair[] = []
  const { merged, reviews } = await settle(session, {
    model,
    look: async () => {
      roots = await toRoots(session, pairs)
      return loadParties(session, [...new Set(roots.flat())])
    },
    decide: (around, options) => decidePairs(roots, around, options),
  })
  return { asked: claimed.length, merged, reviews }
}

/** Each pair of parties as they stand now, once. */
async function toRoots(session: Session, pairs: readonly Pair[]): Promise<readonly Pair[]> {
  const roots = await findRoots(session, pairs.flat())
  const found = new Map<string, Pair>()
  for (const [a, b] of pairs) {
    const [left = a, right = b] = [roots.get(a), roots.get(b)]
    if (left === right) continue
    const pair: Pair = left < right ? [left, right] : [right, left]
    found.set(pair.join(' '), pair)
  }
  return [...found.values()]
}

function decidePairs(
  pairs: readonly Pair[],
  around: Surroundings,
  { model, forbidden, makeId }: Omit<DecideOptions, 'recheckNow'>,
): Changes {
  const workspace = new Workspace(around, forbidden)
  const reviews: NewReview[] = []
  const sure: NewReview[] = []
  for (const [partyId, otherPartyId] of pairs) {
    if (workspace.isForbidden(partyId, otherPartyId)) continue
    const [a, b] = [workspace.candidate(partyId), workspace.candidate(otherPartyId)]
    if (a.records.length === 0 || b.records.length === 0) continue
    const found = decideParties(model, a, b, workspace.constraints)
    if (found.kind === 'merge') sure.push({ partyId, otherPartyId, ...found })
    if (found.kind === 'review') reviews.push({ partyId, otherPartyId, ...found })
  }
  sure.sort((a, b) => b.bits - a.bits || (a.partyId < b.partyId ? -1 : 1))
  const edges: Edge[] = []
  const decisions: NewDecision[] = []
  const taken = new Set<string>()
  for (const { partyId: intoId, otherPartyId: fromId, bits, evidence } of sure) {
    if (taken.has(intoId) || taken.has(fromId)) continue
    taken.add(intoId).add(fromId)
    const [first] = evidence
    const decisionId = makeId()
    const records =
      first === undefined ? {} : { recordId: first.recordId, otherRecordId: first.otherRecordId }
    const parties = { partyId: fromId, otherPartyId: intoId }
    decisions.push({ id: decisionId, kind: 'MERGE', ...parties, ...records, bits, evidence })
    edges.push({ fromId, intoId, decisionId })
  }
  return { settled: [], edges, decisions, reviews, rechecks: [] }
}
