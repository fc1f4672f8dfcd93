// The inbox of one database at work: bodies in, effects out. Many events share a transaction as long as all goes
// well; after a failure they go one by one, so that only the event that fails waits, and behind it its aggregate.
import { randomBytes } from 'node:crypto'
import { type AcervoError, isAcervoError } from '../../errors/index.ts'
import { askingAs } from '../asking.ts'
import type { WorkPlatform } from '../platform.ts'
import { apply, HandlerFailure, type InboxParts, type Stored } from './apply.ts'
import { readArrival } from './arrival.ts'
import { makeArrivalId } from './derived-id.ts'
import { toInboxTexts } from './inbox-sql.ts'
import { loadPayloadReader } from './payload.ts'
import { type AggregateKey, keyOf, openAggregates, toKey } from './pending.ts'
import { describeError, toProblem } from './problem.ts'
import { toReject } from './rejected.ts'
import type { Subscription } from './subscription.ts'

export interface InboxOptions {
  readonly platform: WorkPlatform
  readonly subscription: Subscription
  /** Transactions at a time. */
  readonly lanes?: number
  /** Events of one transaction at most. */
  readonly batchMax?: number
  readonly onError?: (error: AcervoError) => void
}

export interface Inbox {
  /** Resolves when all are stored, applied or not: only then may they be acknowledged. */
  receive(bodies: readonly string[]): Promise<void>
  /** Tries again what is due; answers how many events were applied. */
  retryDue(): Promise<number>
  /** A dead event and what waits behind it; false where none is dead. */
  redrive(eventId: string): Promise<boolean>
}

const defaults = { batchMax: 100, tries: 5, firstWaitMs: 250, atOnceMax: 3 } as const
const actor = 'service:inbox'
const worker = { role: 'acervo_worker' } as const

export async function openInbox(options: InboxOptions): Promise<Inbox> {
  const {
    platform,
    subscription,
    batchMax = defaults.batchMax,
    onError = () => undefined,
  } = options
  const texts = toInboxTexts(subscription)
  const parts: InboxParts = {
    platform,
    subscription,
    texts,
    readPayload: await loadPayloadReader(),
  }
  const target = platform.targets.of(subscription.database.schema)
  const lanes = target.engine === 'embedded' ? 1 : (options.lanes ?? 2)
  const runner: Runner = { parts, onError: (error) => onError(toProblem(error)) }

  const receive = async (bodies: readonly string[]) => {
    const arrivals = await sort(parts, bodies)
    for (let at = 0; at < arrivals.length; at += batchMax * lanes) {
      const some = arrivals.slice(at, at + batchMax * lanes)
      await settle(toLanes(some, lanes).map((lane) => receiveLane(runner, lane)))
    }
  }
  const retryDue = async () => {
    const { name } = subscription.database
    // A look is no commit: it would wake the relay, which would find nothing.
    const [due] = await target.group(askingAs(actor), [texts.due(name, 100)])
    let applied = 0
    for (const key of (due?.rows ?? []).map(toKey)) applied += await applyOneByOne(runner, key, [])
    return applied
  }
  const redrive = async (eventId: string) => {
    const { rows } = await inTransaction(parts, (session) => session.query(texts.redrive(eventId)))
    for (const key of rows.map(toKey)) await applyOneByOne(runner, key, [])
    return rows.length > 0
  }
  return Object.freeze({ receive, retryDue, redrive })
}

interface Runner {
  readonly parts: InboxParts
  readonly onError: (error: unknown) => void
}

/** Events that are taken here; what is no event at all is put aside. */
async function sort(parts: InboxParts, bodies: readonly string[]): Promise<readonly Stored[]> {
  const { subscription } = parts
  const reject = toReject(subscription.database.name)
  const arrivals: Stored[] = []
  const rejected: ReturnType<typeof reject>[] = []
  for (const body of bodies) {
    const read = readArrival(body)
    if ('fault' in read) rejected.push(reject(body, read.fault))
    else if (subscription.takes(read.arrival.source, read.arrival.aggregateType))
      arrivals.push({ ...read.arrival, id: makeArrivalId(randomBytes(16)) })
  }
  if (rejected.length > 0) await inTransaction(parts, (session) => session.group(rejected))
  return arrivals
}

/** An aggregate keeps to one lane: within it one event follows the other. */
function toLanes(arrivals: readonly Stored[], lanes: number): readonly (readonly Stored[])[] {
  const byLane = Array.from({ length: lanes }, (): Stored[] => [])
  for (const arrival of arrivals) byLane[hash(keyOf(arrival)) % lanes]?.push(arrival)
  return byLane.filter((lane) => lane.length > 0)
}

function hash(text: string): number {
  let value = 0
  for (let at = 0; at < text.length; at++) value = (value * 31 + text.charCodeAt(at)) >>> 0
  return value
}

async function receiveLane(runner: Runner, arrivals: readonly Stored[]): Promise<void> {
  const keys = distinct(arrivals)
  try {
    const { more } = await apply(runner.parts, { keys, arrivals })
    if (!more) return
  } catch (error) {
    if (!isWorthStoring(error) && !isCollision(error) && !isUnstorable(error)) throw error
    if (!isCollision(error)) runner.onError(error)
  }
  for (const key of keys) {
    const own = arrivals.filter((arrival) => keyOf(arrival) === keyOf(key))
    await applyOneByOne(runner, key, own)
  }
}

/** Answers how many were applied. All of `arrivals` are stored when it resolves. */
async function applyOneByOne(
  runner: Runner,
  key: AggregateKey,
  arrivals: readonly Stored[],
): Promise<number> {
  let applied = 0
  let atOnce = 0
  for (;;) {
    try {
      const done = await apply(runner.parts, { keys: [key], arrivals, most: 1 })
      applied += done.applied
      if (!done.more) return applied
      atOnce = 0
    } catch (error) {
      // Two transactions met: whoever gave way tries again, and it was nobody's fault.
      if (isCollision(error) && ++atOnce <= defaults.atOnceMax) continue
      if (isUnstorable(error) && arrivals.length > 0)
        return applied + (await rejectUnstorable(runner, key, arrivals, error))
      if (!isWorthStoring(error)) throw error
      runner.onError(error)
      await recordFailure(runner.parts, key, arrivals, error)
      return applied
    }
  }
}

/** One of them holds a value that PostgreSQL refuses, such as a year it does not know. */
async function rejectUnstorable(
  runner: Runner,
  key: AggregateKey,
  arrivals: readonly Stored[],
  error: unknown,
): Promise<number> {
  const [only, ...others] = arrivals
  if (only === undefined) return 0
  if (others.length === 0) {
    const reject = toReject(runner.parts.subscription.database.name)
    await inTransaction(runner.parts, (session) =>
      session.query(reject(only.body, describeError(error))),
    )
    return 0
  }
  let applied = 0
  for (const one of arrivals) applied += await applyOneByOne(runner, key, [one])
  return applied
}

/** In a transaction of its own: the one that failed has taken its arrivals back. */
async function recordFailure(
  parts: InboxParts,
  key: AggregateKey,
  arrivals: readonly Stored[],
  error: HandlerFailure,
): Promise<void> {
  const database = parts.subscription.database.name
  const isLasting = isAcervoError(error.cause) && error.cause.code === 'ACV510'
  const { tries, firstWaitMs } = defaults
  await inTransaction(parts, async (session) => {
    await openAggregates(session, parts.texts, { database, keys: [key], arrivals })
    const row = error.event.id
    const said = describeError(error.cause)
    await session.query(parts.texts.markFailed(row, said, !isLasting, tries, firstWaitMs))
  })
}

function inTransaction<T>(
  { platform, subscription }: InboxParts,
  body: (session: Parameters<Parameters<WorkPlatform['transaction']>[2]>[1]) => Promise<T>,
): Promise<T> {
  const own = [subscription.database.name]
  return platform.transaction({ actor }, own, (_, session) => body(session), worker)
}

/** The handler failed, and not the way to the database. */
function isWorthStoring(error: unknown): error is HandlerFailure {
  if (!(error instanceof HandlerFailure)) return false
  return !isAcervoError(error.cause) || !wayCodes.has(error.cause.code)
}

const wayCodes: ReadonlySet<string> = new Set(['ACV301', 'ACV308', 'ACV311', 'ACV326'])

function isUnstorable(error: unknown): boolean {
  return isAcervoError(error) && error.code === 'ACV310'
}

function isCollision(error: unknown): boolean {
  const cause = error instanceof HandlerFailure ? error.cause : error
  return isAcervoError(cause) && cause.code === 'ACV309'
}

function distinct(keys: readonly AggregateKey[]): readonly AggregateKey[] {
  return [...new Map(keys.map((key) => [keyOf(key), key])).values()]
}

/** All come to their end before the first failure is told. */
async function settle(all: readonly Promise<void>[]): Promise<void> {
  const ends = await Promise.allSettled(all)
  const failed = ends.find((end) => end.status === 'rejected')
  if (failed !== undefined) throw failed.reason
}
