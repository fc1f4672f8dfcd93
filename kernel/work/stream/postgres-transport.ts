// Events carried inside PostgreSQL: the stream is a table of one home target. A call of publish is one
// transaction; an event whose subject has moved on is refused alone and the others go through.
import type { Result, Statement, Target } from '../../database/target.ts'
import { type AcervoError, isAcervoError } from '../../errors/index.ts'
import { askingAs } from '../asking.ts'
import type { Lease } from '../lease.ts'
import { openPause } from '../relay/pause.ts'
import type { ConsumeOptions, Outgoing, Published, Transport } from '../transport.ts'
import { toSubject } from '../transport.ts'
import { openHeadWatch } from './head-watch.ts'
import { consumeStream } from './postgres-consume.ts'
import { append, countBehind, headPosition, lastOf, lockHead, readOn, trim } from './stream-sql.ts'

export interface PostgresTransportOptions {
  /** Home of the stream. */
  readonly target: Target
  /** First token of every subject. */
  readonly prefix: string
  /** Another one for each start of each process. */
  readonly holder: string
  readonly onError: (error: AcervoError) => void
  /** How long events stay after every durable has passed them. */
  readonly keepMs?: number
  readonly leaseMs?: number
  /** Of every transaction beside the actor. */
  readonly settings?: () => Readonly<Record<string, string>>
}

export interface PostgresTransport extends Transport {
  readonly name: 'postgres'
  /** Removes what every durable has passed and `keepMs` ago; answers how many. It runs by itself once an hour. */
  trim(): Promise<number>
}

const weekMs = 7 * 24 * 3_600_000
const trimEveryMs = 3_600_000
const trimMax = 10_000
const tailMax = 256
const idleMs = 500

export function createPostgresTransport(options: PostgresTransportOptions): PostgresTransport {
  const { target, prefix, onError, keepMs = weekMs } = options
  const context = () => askingAs('service:stream', options.settings?.())
  const ask = async (statement: Statement, signal?: AbortSignal): Promise<Result> => {
    const given = signal === undefined ? {} : { signal }
    return (await target.group(context(), [statement], given))[0] as Result
  }
  const listeners = new Set<() => void>()
  const leases = new Set<Lease>()
  const watch = openHeadWatch({ target, ask, listeners })
  let trimmedAt = performance.now()

  const store = async (events: readonly Outgoing[], signal: AbortSignal) => {
    const results = await target.group(context(), [lockHead(), toAppend(events)], { signal })
    for (const wake of listeners) wake()
    return (results[1] as Result).rows.map(([position]) => toPublished(position))
  }
  const trimNow = async (): Promise<number> => (await ask(trim(keepMs, trimMax))).count
  const trimSometimes = (): void => {
    if (performance.now() - trimmedAt < trimEveryMs) return
    trimmedAt = performance.now()
    trimNow().catch(onError)
  }
  return {
    name: 'postgres',
    publish: async (events, signal) => {
      trimSometimes()
      try {
        return await store(events, signal)
      } catch (error) {
        if (!isFaultOfEvent(error)) return events.map(() => ({ kind: 'unavailable', error }))
        if (events.length === 1) return [{ kind: 'failed', error, lasting: true }]
      }
      // One of them cannot be stored: alone each shows which.
      const answers: Published[] = []
      for (const event of events) answers.push(await storeAlone(store, event, signal))
      return answers
    },
    last: async (subject) => {
      const [position, eventId] = (await ask(lastOf(subject))).rows[0] ?? []
      if (position == null || eventId == null) return undefined
      return { sequence: BigInt(position), eventId }
    },
    consume: (given) => {
      watch.start()
      return consumeStream({
        ...given,
        beginnings: toBeginnings(prefix, given.sources),
        target,
        context,
        holder: options.holder,
        leaseMs: options.leaseMs ?? 10_000,
        leases,
        onError,
        listeners,
      })
    },
    lag: async ({ durable, sources }) =>
      Number((await ask(countBehind(durable, toBeginnings(prefix, sources)))).rows[0]?.[0]),
    tail: ({ sources, signal }) =>
      tail({ ask, beginnings: toBeginnings(prefix, sources), signal, listeners }),
    trim: trimNow,
    close: async () => watch.stop(),
  }
}

async function storeAlone(
  store: (events: readonly Outgoing[], signal: AbortSignal) => Promise<readonly Published[]>,
  event: Outgoing,
  signal: AbortSignal,
): Promise<Published> {
  try {
    return (await store([event], signal))[0] as Published
  } catch (error) {
    return isFaultOfEvent(error)
      ? { kind: 'failed', error, lasting: true }
      : { kind: 'unavailable', error }
  }
}

function toAppend(events: readonly Outgoing[]): Statement {
  return append(
    events.map(({ subject }) => subject),
    events.map(({ eventId }) => eventId),
    events.map(({ expected }) => String(expected)),
    events.map(({ body }) => body),
  )
}

function toPublished(position: string | null | undefined): Published {
  return position == null ? { kind: 'fenced' } : { kind: 'stored', sequence: BigInt(position) }
}

/** A value that PostgreSQL refuses, in form or in size. */
function isFaultOfEvent(error: unknown): boolean {
  return isAcervoError(error) && (error.code === 'ACV310' || error.code === 'ACV206')
}

/** `acervo.insurance.`: what the subjects of a source begin with. */
export function toBeginnings(prefix: string, sources: readonly string[]): readonly string[] {
  return sources.map((source) => toSubject(prefix, [source, '', '']).slice(0, -'%.%'.length))
}

interface TailOptions extends Pick<ConsumeOptions, 'signal'> {
  readonly ask: (statement: Statement, signal?: AbortSignal) => Promise<Result>
  readonly beginnings: readonly string[]
  readonly listeners: Set<() => void>
}

async function* tail({ ask, beginnings, signal, listeners }: TailOptions): AsyncIterable<string> {
  const pause = openPause()
  signal.addEventListener('abort', pause.wake, { once: true })
  listeners.add(pause.wake)
  try {
    let position = (await ask(headPosition())).rows[0]?.[0] ?? '0'
    let restMs = 5
    while (!signal.aborted) {
      const { rows } = await ask(readOn(position, beginnings, tailMax))
      const found = rows.filter(([, at]) => at !== null)
      position = (found.length === tailMax ? found.at(-1)?.[1] : rows[0]?.[0]) ?? position
      for (const [, , body] of found) yield body as string
      restMs = found.length > 0 ? 5 : Math.min(idleMs, restMs * 2)
      if (found.length < tailMax && !signal.aborted) await pause.wait(restMs, 0)
    }
  } finally {
    listeners.delete(pause.wake)
    signal.removeEventListener('abort', pause.wake)
  }
}
