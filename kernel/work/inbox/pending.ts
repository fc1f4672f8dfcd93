// An event of an inbox that has not been applied, and how far its aggregate has come.
import type { Session } from '../../database/target.ts'
import type { Arrival } from './arrival.ts'
import type { InboxTexts } from './inbox-sql.ts'

/** An aggregate as its database names it. */
export interface AggregateKey {
  readonly source: string
  readonly aggregateType: string
  readonly aggregateId: string
}

export interface Pending extends AggregateKey {
  /** Of the inbox row: rises with arrival. */
  readonly id: string
  readonly seq: bigint
  readonly eventId: string
  readonly eventType: string
  readonly eventVersion: number
  /** JSON text. */
  readonly data: string
  /** ISO UTC, microseconds. */
  readonly occurredAt: string
  readonly receivedAt: string
  /** False: it is dead, or waits for its next try. */
  readonly mayRun: boolean
}

/** By `keyOf`. */
export type Progress = Map<string, bigint>

export const keyOf = (of: AggregateKey): string =>
  JSON.stringify([of.source, of.aggregateType, of.aggregateId])

/** Of a row whose first cells are a key. */
export function toKey(cells: readonly (string | null)[]): AggregateKey {
  const [source, aggregateType, aggregateId] = cells as readonly string[]
  return {
    source: source as string,
    aggregateType: aggregateType as string,
    aggregateId: aggregateId as string,
  }
}

/** Distinct, as the three arrays that every statement takes. */
export function toKeyArrays(keys: Iterable<AggregateKey>): readonly [string[], string[], string[]] {
  const distinct = [...new Map([...keys].map((key) => [keyOf(key), key])).values()]
  return [
    distinct.map(({ source }) => source),
    distinct.map(({ aggregateType }) => aggregateType),
    distinct.map(({ aggregateId }) => aggregateId),
  ]
}

export interface Opened {
  readonly progress: Progress
  /** In the order of arrival. */
  readonly pending: readonly Pending[]
  /** Of the arrivals, how many were new. */
  readonly stored: number
}

/** Locks the aggregates, stores what arrived and answers what has not been applied. One round trip. */
export async function openAggregates(
  session: Session,
  texts: InboxTexts,
  given: {
    readonly database: string
    readonly keys: Iterable<AggregateKey>
    readonly arrivals: readonly (Arrival & { readonly id: string })[]
    readonly upTo?: string
  },
): Promise<Opened> {
  const keys = toKeyArrays(given.keys)
  const { database, arrivals, upTo = null } = given
  const results = await session.group([
    texts.openCursors(database, ...keys),
    texts.lockCursors(database, ...keys),
    ...(arrivals.length === 0 ? [] : [toStore(texts, arrivals)]),
    texts.pending(database, ...keys, upTo),
  ])
  const cursors = results[1]?.rows ?? []
  return {
    progress: new Map(
      cursors.map(([source = '', aggregateType = '', aggregateId = '', applied]) => [
        JSON.stringify([source, aggregateType, aggregateId]),
        BigInt(applied ?? 0),
      ]),
    ),
    pending: (results.at(-1)?.rows ?? []).map(toPending),
    stored: arrivals.length === 0 ? 0 : (results[2]?.count ?? 0),
  }
}

function toStore(texts: InboxTexts, arrivals: readonly (Arrival & { readonly id: string })[]) {
  return texts.store(
    arrivals.map(({ id }) => id),
    arrivals.map(({ source }) => source),
    arrivals.map(({ eventId }) => eventId),
    arrivals.map(({ eventType }) => eventType),
    arrivals.map(({ eventVersion }) => eventVersion),
    arrivals.map(({ aggregateType }) => aggregateType),
    arrivals.map(({ aggregateId }) => aggregateId),
    arrivals.map(({ seq }) => String(seq)),
    arrivals.map(({ body }) => body),
    arrivals.map(({ occurredAt }) => occurredAt),
  )
}

export function toPending(cells: readonly (string | null)[]): Pending {
  const [id, source, aggregateType, aggregateId, seq, eventId, eventType, version, data, ...rest] =
    cells as readonly string[]
  const [occurredAt, receivedAt, mayRun] = rest
  return {
    id: id as string,
    source: source as string,
    aggregateType: aggregateType as string,
    aggregateId: aggregateId as string,
    seq: BigInt(seq as string),
    eventId: eventId as string,
    eventType: eventType as string,
    eventVersion: Number(version),
    data: data ?? 'null',
    occurredAt: occurredAt as string,
    receivedAt: receivedAt as string,
    mayRun: mayRun === 't',
  }
}
