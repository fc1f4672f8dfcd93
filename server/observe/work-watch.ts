// How far events have come, for health and metrics: asked at most once a second, and never waited for long.
import type { Work, WorkStatus } from '../../kernel/work/index.ts'
import type { Metrics } from './metrics.ts'

/** What everybody may see: figures, and no words of an error. */
export interface EventsHealth {
  readonly transport: WorkStatus['transport']
  readonly outboxes: WorkStatus['lag']['outboxes']
  readonly consumers: WorkStatus['lag']['consumers']
}

export interface WorkWatch {
  /** Undefined where this process does no such work, or cannot say in time. */
  look(): Promise<EventsHealth | undefined>
}

const keptMs = 1000
const waitMs = 1000

export function watchWork(
  work: Pick<Work, 'status'> | undefined,
  counted: Metrics,
  nowMs: () => number = () => performance.now(),
): WorkWatch {
  let latest:
    | { readonly atMs: number; readonly health: Promise<EventsHealth | undefined> }
    | undefined
  let known: EventsHealth | undefined
  if (work === undefined) return { look: async () => undefined }
  addGauges(counted, () => known)
  return {
    look: () => {
      const now = nowMs()
      if (latest === undefined || now - latest.atMs > keptMs)
        latest = { atMs: now, health: within(waitMs, read(work)) }
      return latest.health.then((health) => {
        known = health ?? known
        return health
      })
    },
  }
}

async function read(work: Pick<Work, 'status'>): Promise<EventsHealth | undefined> {
  try {
    const { transport, lag } = await work.status()
    return { transport, outboxes: lag.outboxes, consumers: lag.consumers }
  } catch {
    // The databases themselves say in health why they cannot be asked.
    return undefined
  }
}

function addGauges(counted: Metrics, known: () => EventsHealth | undefined): void {
  const outboxes = (pick: (one: EventsHealth['outboxes'][number]) => number) =>
    (known()?.outboxes ?? []).map(pick)
  const consumers = (pick: (one: EventsHealth['consumers'][number]) => number) =>
    (known()?.consumers ?? []).map(pick)
  const { gauge } = counted
  gauge('acervo.outbox.lag', 's', 'Age of the oldest event that waits to be published.', () =>
    Math.max(0, ...outboxes(({ lagSeconds }) => lagSeconds)),
  )
  gauge('acervo.outbox.pending', '{event}', 'Events that wait to be published.', () =>
    sum(outboxes(({ pending }) => pending)),
  )
  gauge('acervo.outbox.dead', '{event}', 'Events that could not be published.', () =>
    sum(outboxes(({ dead }) => dead)),
  )
  gauge('acervo.outbox.blocked', '{aggregate}', 'Aggregates that a dead event holds up.', () =>
    sum(outboxes(({ blocked }) => blocked)),
  )
  gauge('acervo.inbox.pending', '{event}', 'Published events that no inbox holds yet.', () =>
    sum(consumers(({ pending }) => pending ?? 0)),
  )
  gauge('acervo.inbox.lag', 's', 'Age of the oldest event that waits in an inbox.', () =>
    Math.max(0, ...consumers(({ lagSeconds }) => lagSeconds)),
  )
  gauge('acervo.inbox.waiting', '{event}', 'Events that wait in an inbox.', () =>
    sum(consumers(({ waiting }) => waiting)),
  )
  gauge('acervo.inbox.dead', '{event}', 'Events whose handler failed for good.', () =>
    sum(consumers(({ dead }) => dead)),
  )
  gauge('acervo.inbox.rejected', '{event}', 'Deliveries that were no event.', () =>
    sum(consumers(({ rejected }) => rejected)),
  )
}

const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0)

async function within<T>(ms: number, work: Promise<T>): Promise<T | undefined> {
  const { promise, resolve } = Promise.withResolvers<undefined>()
  const timer = setTimeout(resolve, ms, undefined)
  try {
    return await Promise.race([work, promise])
  } finally {
    clearTimeout(timer)
  }
}
