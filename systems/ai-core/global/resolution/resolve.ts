// resolve: the same code for one record in its writer's transaction and for five hundred of a file. Look around,
// decide, lock what changes, make sure that nothing speaks against it, write.
import { AcervoError, type Session, type Statement } from '../../../../kernel/index.ts'
import { makeIdentifiers } from '../identifier.ts'
import type { MatchModel } from '../matching/index.ts'
import type { Basis } from './basis.ts'
import type { Changes } from './changes.ts'
import { findConflicts } from './conflicts.ts'
import { type DecideOptions, decideBatch } from './decide-batch.ts'
import { toGoldenRows } from './golden-row.ts'
import type { Subject, Surroundings } from './subject.ts'
import { lookAround } from './surroundings.ts'
import { loadTouched, type Touched } from './touched.ts'
import type { Forbidden } from './workspace.ts'
import { type Author, toStatements } from './write.ts'

/** Subjects of one call. */
export const batchMax = 500
/** Each try forbids a pair more or sees a party that another transaction has moved. */
const triesMax = 50

export interface ResolveResult {
  /** Subject id -> the party that it belongs to now. */
  readonly partyIds: ReadonlyMap<string, string>
  readonly merged: number
  readonly reviews: number
}

export async function resolve(
  session: Session,
  { model }: Pick<Basis, 'model'>,
  subjects: readonly Subject[],
  { recheckNow }: Pick<DecideOptions, 'recheckNow'>,
): Promise<ResolveResult> {
  if (subjects.length === 0) return { partyIds: new Map(), merged: 0, reviews: 0 }
  return settle(session, {
    model,
    look: () => lookAround(session, subjects),
    decide: (around, options) => decideBatch(subjects, around, { ...options, recheckNow }),
  })
}

/** A record that is just coming, among those that were seen around it. The writes go with the caller's next group. */
export async function resolveOne(
  session: Session,
  { model }: Pick<Basis, 'model'>,
  subject: Subject,
  around: Surroundings,
): Promise<string> {
  const { partyIds } = await settle(session, {
    model,
    around,
    look: () => lookAround(session, [subject]),
    decide: (seen, options) => decideBatch([subject], seen, { ...options, recheckNow: true }),
    isOne: true,
    write: (statements) => session.defer(statements),
  })
  return partyIds.get(subject.id) ?? subject.homeId
}

export interface Work {
  readonly model: MatchModel
  /** What was seen already. */
  readonly around?: Surroundings
  readonly look: () => Promise<Surroundings>
  readonly decide: (around: Surroundings, options: Omit<DecideOptions, 'recheckNow'>) => Changes
  readonly isOne?: boolean
  readonly write?: (statements: readonly Statement[]) => unknown
}

/** Decisions, until nothing speaks against them; then they are written. */
export async function settle(session: Session, work: Work): Promise<ResolveResult> {
  const { model } = work
  let forbidden: Forbidden = []
  let around = work.around ?? (await work.look())
  for (let tries = 0; tries < triesMax; tries++) {
    const changes = work.decide(around, { model, forbidden, makeId: toMaker() })
    const { standingIds, bornIds } = toParties(changes)
    const touched = await touch(session, standingIds)
    if (standingIds.some((id) => touched.statuses.get(id) === 'MERGED')) {
      around = await work.look()
      continue
    }
    const conflicts = findConflicts(changes, touched)
    if (conflicts.length > 0) {
      forbidden = [...forbidden, ...conflicts]
      continue
    }
    const golden = toGoldenRows([...standingIds, ...bornIds], touched.records, changes, touched.now)
    const { crowded } = around
    const { isOne = false } = work
    const ids = { touchedIds: standingIds, bornIds }
    const written = { ...changes, ...ids, golden, crowded, isOne }
    const statements = toStatements(written, { ...matcher, modelVersion: model.version })
    await (work.write ?? ((all) => session.group(all)))(statements)
    return toResult(changes)
  }
  throw new AcervoError('ACV309', 'the parties around these records do not come to rest', {
    details: `Tried ${triesMax} times.`,
    hint: 'Try again.',
  })
}

const matcher: Author = { origin: 'AUTOMATIC', decidedBy: 'matcher' }

/** Nobody waits for a lock on nothing. */
async function touch(session: Session, ids: readonly string[]): Promise<Touched> {
  if (ids.length > 0) return loadTouched(session, ids)
  return { statuses: new Map(), records: [], vetoes: [], now: new Date().toISOString() }
}

function toParties({ settled, edges }: Changes) {
  const born = new Set<string>()
  for (const { subject, originId, hasMoved } of settled)
    if (hasMoved || (subject.isNew && originId === subject.homeId)) born.add(originId)
  const all = new Set(settled.map(({ originId }) => originId))
  for (const { subject, hasMoved } of settled) if (hasMoved) all.add(subject.homeId)
  for (const { fromId, intoId } of edges) all.add(fromId).add(intoId)
  const standingIds = [...all].filter((id) => !born.has(id)).sort()
  return { standingIds, bornIds: [...born] }
}

function toResult({ settled, edges, reviews }: Changes): ResolveResult {
  const into = new Map(edges.map(({ fromId, intoId }) => [fromId, intoId]))
  const rootOf = (id: string): string => {
    const next = into.get(id)
    return next === undefined ? id : rootOf(next)
  }
  return {
    partyIds: new Map(settled.map(({ subject, originId }) => [subject.id, rootOf(originId)])),
    merged: edges.length,
    reviews: reviews.length,
  }
}

/** Ids made in the process, a few at first and then many at a time. */
function toMaker(): () => string {
  let ids: readonly string[] = []
  let at = 0
  return () => {
    if (at === ids.length) {
      ids = makeIdentifiers(at === 0 ? 4 : 1024)
      at = 0
    }
    return ids[at++] as string
  }
}
