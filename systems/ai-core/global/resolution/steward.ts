// A person's word: these two are one, those are two. Both are decisions like the matcher's, and the second takes
// back exactly what the first did.
import { AcervoError, type Session } from '../../../../kernel/index.ts'
import { makeIdentifiers } from '../identifier.ts'
import type { Changes, NewDecision } from './changes.ts'
import { findConflicts } from './conflicts.ts'
import { toGoldenRows } from './golden-row.ts'
import { findRoot } from './root.ts'
import { loadTouched, type Touched } from './touched.ts'
import type { Word } from './view.ts'
import { type Author, writeChanges } from './write.ts'

export interface Merged {
  readonly decisionId: string
  /** The older of the two: it stays. */
  readonly partyId: string
}

/** A cannot-link does not hold a person back; documents that differ do. @throws ACV209, ACV530. */
export async function mergeParties(
  session: Session,
  a: string,
  b: string,
  word: Word,
): Promise<Merged> {
  const author = toAuthor(word)
  const [left, right] = [await findRoot(session, a), await findRoot(session, b)]
  const [intoId, fromId] = left < right ? [left, right] : [right, left]
  const touched = await loadTouched(session, [intoId, fromId])
  if ([...touched.statuses.values()].includes('MERGED'))
    return mergeParties(session, intoId, fromId, word)
  const [decisionId = ''] = makeIdentifiers(1)
  const edges = [{ fromId, intoId, decisionId }]
  assertMergeable(fromId, intoId, touched, edges)
  const changes: Changes = {
    ...nothing,
    edges,
    decisions: [{ id: decisionId, kind: 'MERGE', partyId: fromId, otherPartyId: intoId }],
  }
  await write(session, changes, touched, [intoId, fromId], author)
  return { decisionId, partyId: intoId }
}

export const nothing: Changes = {
  settled: [],
  edges: [],
  decisions: [],
  reviews: [],
  rechecks: [],
}

/** Golden values of what is left, then all of it at once. */
export async function write(
  session: Session,
  changes: Changes,
  touched: Touched,
  partyIds: readonly string[],
  author: Author,
): Promise<void> {
  const golden = toGoldenRows(partyIds, touched.records, changes, touched.now)
  await writeChanges(session, { ...changes, golden, touchedIds: partyIds, bornIds: [] }, author)
}

export function toAuthor({ actor, reason }: Word): Author {
  if (reason.trim() === '' || actor === '')
    throw new AcervoError('ACV200', 'a decision needs an actor and a reason', {
      hint: 'Say who decides and why: both are kept.',
    })
  return { origin: 'STEWARD', decidedBy: actor, reason }
}

/** Of a decision that says that two records are two, for the matcher to remember. */
export function toVeto(a: string, b: string, undoesId?: string): NewDecision {
  const [id = ''] = makeIdentifiers(1)
  return {
    id,
    kind: 'VETO',
    recordId: a,
    otherRecordId: b,
    ...(undoesId === undefined ? {} : { undoesId }),
  }
}

function assertMergeable(
  fromId: string,
  intoId: string,
  touched: Touched,
  edges: Changes['edges'],
): void {
  if (fromId === intoId)
    throw new AcervoError('ACV530', 'the two are one party already', {
      details: `Both lead to ${intoId}.`,
    })
  const conflicts = findConflicts({ settled: [], edges }, { ...touched, vetoes: [] })
  if (conflicts.length > 0)
    throw new AcervoError('ACV530', 'the two cannot be one', {
      details: `${fromId} and ${intoId} hold valid documents that differ, or one is a person and the other an organisation.`,
      hint: 'Correct the record whose document is wrong at its source and import it again.',
    })
}
