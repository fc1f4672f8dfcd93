// One transaction of an inbox: what arrived is stored, and of each aggregate whatever is next is applied, event
// after event, with its effect. Nothing here catches: a failure takes all of it back.
import { sql, toStatement } from '../../database/sql.ts'
import type { Session } from '../../database/target.ts'
import type { ReceivedEvent } from '../../table/consumer.ts'
import type { WorkPlatform } from '../platform.ts'
import type { Arrival } from './arrival.ts'
import { deriveId } from './derived-id.ts'
import { type InboxTexts, pendingMax } from './inbox-sql.ts'
import type { ReadPayload } from './payload.ts'
import {
  type AggregateKey,
  keyOf,
  openAggregates,
  type Pending,
  type Progress,
  toKeyArrays,
} from './pending.ts'
import { toReject } from './rejected.ts'
import type { Subscription } from './subscription.ts'

export interface InboxParts {
  readonly platform: WorkPlatform
  readonly subscription: Subscription
  readonly texts: InboxTexts
  readonly readPayload: ReadPayload
}

export type Stored = Arrival & { readonly id: string }

export interface Work {
  readonly keys: readonly AggregateKey[]
  readonly arrivals: readonly Stored[]
  /** Inbox rows after this one are left for later: replay keeps to the order of arrival. */
  readonly upTo?: string
  /** Events of one transaction at most; the others wait for the next. */
  readonly most?: number
}

export interface Done {
  readonly applied: number
  /** More could be applied at once. */
  readonly more: boolean
}

/** What a handler threw, with the event it threw at. */
export class HandlerFailure extends Error {
  readonly event: Pending

  constructor(event: Pending, cause: unknown) {
    super(`a handler of '${event.eventType}' failed`, { cause })
    this.event = event
  }
}

export async function apply(parts: InboxParts, work: Work): Promise<Done> {
  const { platform, subscription } = parts
  const actor = actorOf(subscription, work)
  return platform.transaction(
    { actor },
    [subscription.database.name],
    async (tx, session) => {
      const { texts } = parts
      const database = subscription.database.name
      const { progress, pending, stored } = await openAggregates(session, texts, {
        database,
        ...work,
      })
      if (stored < work.arrivals.length) await rejectStrangers(session, parts, work.arrivals)
      const next = toOrder(pending, progress)
      const most = work.most ?? Number.POSITIVE_INFINITY
      const taken = next.slice(0, most)
      const run = toRunner(parts, tx, session, actor)
      const notes: (string | null)[] = []
      for (const event of taken) notes.push(await run(event))
      if (taken.length > 0) await finish(session, parts, taken, notes)
      const isCut = next.length > most || hasFullLook(pending)
      return { applied: taken.length, more: isCut && taken.length > 0 }
    },
    { role: 'acervo_worker' },
  )
}

/** By arrival, each aggregate by its numbers: an event that came too early follows the one it waited for. */
export function toOrder(pending: readonly Pending[], progress: Progress): readonly Pending[] {
  const waiting = new Map<string, Map<bigint, Pending>>()
  const reached = new Map(progress)
  const order: Pending[] = []
  for (const event of pending) {
    const key = keyOf(event)
    const others = waiting.get(key) ?? new Map<bigint, Pending>()
    waiting.set(key, others.set(event.seq, event))
    for (let at = (reached.get(key) ?? 0n) + 1n; ; at++) {
      const next = others.get(at)
      if (next?.mayRun !== true) break
      order.push(next)
      reached.set(key, at)
    }
  }
  return order
}

/** An aggregate of which a look answered as much as it may has more behind. */
function hasFullLook(pending: readonly Pending[]): boolean {
  if (pending.length < pendingMax) return false
  const counts = new Map<string, number>()
  for (const event of pending) counts.set(keyOf(event), (counts.get(keyOf(event)) ?? 0) + 1)
  return [...counts.values()].some((count) => count >= pendingMax)
}

/** What was not stored is a repetition, or an event that claims another one's place. */
async function rejectStrangers(
  session: Session,
  { texts, subscription }: InboxParts,
  arrivals: readonly Stored[],
): Promise<void> {
  const sources = arrivals.map(({ source }) => source)
  const ids = arrivals.map(({ eventId }) => eventId)
  const { rows } = await session.query(texts.known(sources, ids))
  const known = new Set(rows.map(([source, id]) => `${source}/${id}`))
  const strangers = arrivals.filter(({ source, eventId }) => !known.has(`${source}/${eventId}`))
  if (strangers.length === 0) return
  const reject = toReject(subscription.database.name)
  await session.group(
    strangers.map(({ body, seq }) =>
      reject(body, `another event is number ${seq} of its aggregate`),
    ),
  )
}

type Run = (event: Pending) => Promise<string | null>

/** Answers what the handlers had to say, for the inbox. */
function toRunner(
  { subscription, readPayload }: InboxParts,
  tx: unknown,
  session: Session,
  first: string,
): Run {
  let actor = first
  return async (event) => {
    const notes: string[] = []
    const seed = event.eventId
    for (const handler of subscription.handlersOf(event.source, event.eventType)) {
      const wanted = `service:${handler.consumer.name}`
      try {
        if (wanted !== actor) await session.query(becoming(wanted))
        actor = wanted
        const payload = readPayload(handler, event.eventVersion, JSON.parse(event.data))
        const context = {
          tx,
          session,
          makeId: (part: string, at?: string) => deriveId(seed, part, at),
          note: (text: string) => notes.push(text),
        }
        await handler.consumer.handle(toReceived(event, handler.event.version, payload), context)
      } catch (error) {
        throw new HandlerFailure(event, error)
      }
    }
    return notes.length === 0 ? null : notes.join('; ')
  }
}

function toReceived(
  event: Pending,
  version: number,
  payload: Readonly<Record<string, unknown>>,
): ReceivedEvent {
  return {
    id: event.eventId,
    type: event.eventType,
    version,
    source: event.source,
    aggregateType: event.aggregateType,
    aggregateId: event.aggregateId,
    sequence: event.seq,
    occurredAt: event.occurredAt,
    receivedAt: event.receivedAt,
    payload,
  }
}

async function finish(
  session: Session,
  { texts, subscription }: InboxParts,
  taken: readonly Pending[],
  notes: readonly (string | null)[],
): Promise<void> {
  const last = new Map(taken.map((event) => [keyOf(event), event]))
  const keys = toKeyArrays(last.values())
  const reached = [...last.values()].map(({ seq }) => String(seq))
  await session.group([
    texts.markApplied(
      taken.map(({ id }) => id),
      notes,
    ),
    texts.moveCursors(subscription.database.name, ...keys, reached),
  ])
}

const becoming = (actor: string) =>
  toStatement(sql`select set_config('acervo.actor', ${actor}, true)`)

/** Most transactions have one handler: the actor is right from the start. */
function actorOf(subscription: Subscription, { arrivals: [first] }: Work): string {
  const [handler] =
    first === undefined ? [] : subscription.handlersOf(first.source, first.eventType)
  return `service:${handler?.consumer.name ?? 'inbox'}`
}
