// How far events have come, for health and metrics: asked at most once a second, and never waited for long.

import {
  type Reading,
  reading,
  toInboxReadings,
  toOutboxReadings,
} from '../../kernel/watch/index.ts'
import type { Work, WorkStatus } from '../../kernel/work/index.ts'

/** What everybody may see: figures, and no words of an error. */
export interface EventsHealth {
  readonly transport: WorkStatus['transport']
  readonly outboxes: WorkStatus['lag']['outboxes']
  readonly consumers: WorkStatus['lag']['consumers']
}

export interface WorkWatch {
  /** Undefined where this process does no such work, or cannot say in time. */
  look(): Promise<EventsHealth | undefined>
  /** The same as figures: of outboxes and inboxes, and of the transport what only it knows. */
  readings(): Promise<readonly Reading[]>
}

const keptMs = 1000
const waitMs = 1000

export function watchWork(
  work: Pick<Work, 'status'> | undefined,
  nowMs: () => number = () => performance.now(),
): WorkWatch {
  let latest:
    | { readonly atMs: number; readonly health: Promise<EventsHealth | undefined> }
    | undefined
  if (work === undefined) return { look: async () => undefined, readings: async () => [] }
  const look = () => {
    const now = nowMs()
    if (latest === undefined || now - latest.atMs > keptMs)
      latest = { atMs: now, health: within(waitMs, read(work)) }
    return latest.health
  }
  return { look, readings: async () => toReadings(await look()) }
}

function toReadings(health: EventsHealth | undefined): readonly Reading[] {
  if (health === undefined) return []
  return [
    ...health.outboxes.flatMap(toOutboxReadings),
    ...health.consumers.flatMap(({ database, pending, ...inbox }) => [
      ...toInboxReadings(database, inbox),
      ...(pending === null
        ? []
        : [reading('acervo.inbox.pending', pending, { 'db.namespace': database })]),
    ]),
  ]
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

async function within<T>(ms: number, work: Promise<T>): Promise<T | undefined> {
  const { promise, resolve } = Promise.withResolvers<undefined>()
  const timer = setTimeout(resolve, ms, undefined)
  try {
    return await Promise.race([work, promise])
  } finally {
    clearTimeout(timer)
  }
}
