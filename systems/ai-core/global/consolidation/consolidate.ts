// An event of an area becomes a fact of a person, and what it changes of the person's features. All it writes
// follows from the events of one subject alone, so that subjects may come in any order; only whose a subject is
// may hang on another one, and what came too early for that waits in open_facts.
import type { ConsumerContext, ReceivedEvent, Session } from '../../../../kernel/index.ts'
import { ensureRecord } from './area-record.ts'
import { featureNames, featureRows } from './feature-list.ts'
import { type Before, type Holder, type Subject, toOpenRow, toRows } from './rows.ts'
import {
  addFacts,
  addFeatures,
  addFeatureValues,
  addOpenFacts,
  allFeatures,
  closeOpenFacts,
  factsOfSubject,
  lockSubject,
  openOfSubject,
  recordOfParty,
  recordOfSubject,
  subjectsWaitingFor,
} from './statements.ts'
import {
  fold,
  type Happening,
  partyIn,
  type State,
  type SubjectKind,
  type SubjectRef,
} from './subject.ts'

export type Handle = (
  event: ReceivedEvent,
  context: ConsumerContext<unknown, Session>,
) => Promise<void>

/** `others` are the kinds whose subjects may wait for one of this kind. */
export function consolidate(kind: SubjectKind, others: readonly SubjectKind[] = []): Handle {
  return async (event, { session, note }) => {
    const subject = { area: event.source, kind, id: event.aggregateId }
    const happening = toHappening(event)
    let known = await load(session, subject)
    const state = [...known.open, happening].reduce<State | undefined>(
      fold,
      known.before.state,
    ) as State
    const self = { type: kind.type, id: subject.id }
    const root = partyIn(state) === undefined ? kind.parentIn?.(state.fields) : self
    const holder = await findHolder(session, subject, state, root, known)
    if (holder === undefined) {
      note(toNote(state, root))
      const row = toOpenRow(subject, happening, root ?? self)
      await session.query(addOpenFacts(JSON.stringify([row])))
      return
    }
    if (known.open.length > 0 && holder.root.id !== subject.id) {
      // Who brought the person may be closing what waits at this very moment.
      const { type, id } = holder.root
      await session.query(lockSubject(event.source, type, id))
      known = await load(session, subject)
    }
    const isFirst = known.before.state === undefined
    await write(session, subject, [...known.open, happening], holder, known)
    if (isFirst && others.length > 0) await closeWaiting(session, subject, holder, others)
  }
}

interface Known {
  readonly before: Before
  readonly open: readonly Happening[]
  readonly featureIds: ReadonlyMap<string, string>
  /** Of the newest fact. */
  readonly recordId: string | undefined
}

async function load(session: Session, { area, kind, id }: Subject): Promise<Known> {
  const keys = [area, kind.type, id] as const
  const [facts, open, features] = await session.group([
    factsOfSubject(...keys),
    openOfSubject(...keys),
    allFeatures(),
  ])
  const happened = (facts?.rows ?? []).map(readHappening)
  const [recordId, rootType, rootId] = facts?.rows.at(-1)?.slice(6) ?? []
  const root = rootType && rootId ? { type: rootType, id: rootId } : undefined
  return {
    before: { state: happened.reduce<State | undefined>(fold, undefined), root },
    open: (open?.rows ?? []).map(readHappening),
    featureIds: await ensureFeatures(session, features?.rows ?? []),
    recordId: recordId ?? undefined,
  }
}

type Cells = readonly (string | null)[]

/** The definitions are made at the first event, and found at every other one. */
async function ensureFeatures(
  session: Session,
  rows: readonly Cells[],
): Promise<ReadonlyMap<string, string>> {
  const ids = toIds(rows)
  if (featureNames.every((name) => ids.has(name))) return ids
  const [, found] = await session.group([addFeatures(JSON.stringify(featureRows)), allFeatures()])
  return toIds(found?.rows ?? [])
}

const toIds = (rows: readonly Cells[]) => new Map(rows.map(([name, id]) => [name ?? '', id ?? '']))

/** Undefined where nobody knows yet whose it is. */
async function findHolder(
  session: Session,
  { area, kind, id }: Subject,
  state: State,
  root: SubjectRef | undefined,
  known: Known,
): Promise<Holder | undefined> {
  if (root === undefined) return undefined
  const partyId = partyIn(state)
  if (partyId === undefined) {
    const recordId = await findRoot(session, area, root)
    return recordId === undefined ? undefined : { recordId, root }
  }
  const { before, recordId } = known
  const isAsBefore =
    before.state !== undefined &&
    partyIn(before.state) === partyId &&
    before.root?.type === kind.type &&
    before.root.id === id
  if (isAsBefore && recordId !== undefined) return { recordId, root }
  const { rows } = await session.query(recordOfParty(area, partyId))
  const found = rows[0]?.[0] ?? (await ensureRecord(session, area, partyId))
  return found === undefined ? undefined : { recordId: found, root }
}

/** Looked for twice where it is not there: its first fact may be on its way. */
async function findRoot(
  session: Session,
  area: string,
  { type, id }: SubjectRef,
): Promise<string | undefined> {
  const look = recordOfSubject(area, type, id)
  const { rows } = await session.query(look)
  if (rows[0]?.[0]) return rows[0][0]
  const [, again] = await session.group([lockSubject(area, type, id), look])
  return again?.rows[0]?.[0] ?? undefined
}

async function write(
  session: Session,
  subject: Subject,
  happenings: readonly Happening[],
  holder: Holder,
  known: Known,
): Promise<void> {
  const { facts, values } = toRows(subject, happenings, holder, known.before, known.featureIds)
  const open = known.open.map(({ eventId }) => eventId)
  await session.group([
    addFacts(JSON.stringify(facts)),
    addFeatureValues(JSON.stringify(values)),
    ...(open.length === 0 ? [] : [closeOpenFacts(open)]),
  ])
}

/** What waited for this subject's person has it now. */
async function closeWaiting(
  session: Session,
  { area, kind, id }: Subject,
  { recordId }: Holder,
  others: readonly SubjectKind[],
): Promise<void> {
  const [, waiting] = await session.group([
    lockSubject(area, kind.type, id),
    subjectsWaitingFor(area, kind.type, id),
  ])
  const root = { type: kind.type, id }
  for (const [type, subjectId] of waiting?.rows ?? []) {
    const other = others.find((one) => one.type === type)
    if (other === undefined || !subjectId) continue
    const subject = { area, kind: other, id: subjectId }
    const known = await load(session, subject)
    await write(session, subject, known.open, { recordId, root }, known)
  }
}

function toHappening(event: ReceivedEvent): Happening {
  return {
    eventId: event.id,
    kind: event.type,
    sequence: event.sequence,
    payload: event.payload,
    validFrom: event.occurredAt,
    recordedAt: event.receivedAt,
  }
}

function readHappening([
  eventId,
  kind,
  sequence,
  payload,
  validFrom,
  recordedAt,
]: Cells): Happening {
  return {
    eventId: eventId ?? '',
    kind: kind ?? '',
    sequence: BigInt(sequence ?? 0),
    payload: JSON.parse(payload ?? '{}'),
    validFrom: validFrom ?? '',
    recordedAt: recordedAt ?? '',
  }
}

function toNote(state: State, root: SubjectRef | undefined): string {
  const partyId = partyIn(state)
  if (partyId !== undefined) return `no fact: master data has no party ${partyId}`
  if (root !== undefined) return `no fact yet: whose ${root.type} ${root.id} is, nobody has said`
  return 'no fact: it names no party, and its subject is nobody’s yet'
}
