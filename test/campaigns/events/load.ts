// Writers who tell things at random, and the log outside of everything: what they were told is committed, what was
// never committed, and what nobody knows because the connection broke.
import { setTimeout as rest } from 'node:timers/promises'
import type { Target } from '../../../kernel/database/target.ts'
import { areaNames } from '../../support/events/areas-system.ts'
import type { Random } from './random.ts'

export interface AckLog {
  readonly acked: ReadonlySet<string>
  /** Rolled back by the writer itself. */
  readonly never: ReadonlySet<string>
  readonly unknown: ReadonlySet<string>
}

export interface Load {
  readonly log: AckLog
  stop(): Promise<void>
}

export interface LoadOptions {
  readonly target: Target
  readonly random: Random
  readonly writers: number
  /** Of each database. */
  readonly aggregates: number
  /** Longest that a transaction stays open after it wrote. */
  readonly openMs: number
  readonly restMs: number
}

class RolledBack extends Error {}

export function startLoad(options: LoadOptions): Load {
  const { target, random, writers, aggregates, openMs, restMs } = options
  const log = { acked: new Set<string>(), never: new Set<string>(), unknown: new Set<string>() }
  let isStopping = false
  let count = 0
  const write = async (): Promise<void> => {
    const area = random.pick(areaNames)
    const ids = Array.from({ length: 1 + random.below(4) }, () => `g${random.below(aggregates)}`)
    const keys = ids.map(() => `k${count++}`)
    const isRolledBack = random.chance(0.05)
    const openFor = random.chance(0.2) ? random.below(openMs) : 0
    try {
      await target.transaction(
        { settings: {}, role: 'acervo_app' },
        async (session) => {
          await session.query({ text: insertInto(area), values: [ids, keys] })
          if (openFor > 0) await rest(openFor)
          if (isRolledBack) throw new RolledBack()
        },
        { timeoutMs: 5_000 },
      )
      for (const key of keys) log.acked.add(key)
    } catch (error) {
      const kept = error instanceof RolledBack ? log.never : log.unknown
      for (const key of keys) kept.add(key)
      if (!(error instanceof RolledBack)) await rest(50)
    }
  }
  const work = async (): Promise<void> => {
    while (!isStopping) {
      await write()
      if (restMs > 0) await rest(random.below(restMs))
    }
  }
  const working = Array.from({ length: writers }, work)
  return {
    log,
    stop: async () => {
      isStopping = true
      await Promise.all(working)
    },
  }
}

const insertInto = (area: string): string =>
  `insert into t_${area}.outbox_events (aggregate_type, aggregate_id, event_type, payload)
   select 'Thing', g.id, 'ThingChanged', jsonb_build_object('key', g.key)
   from unnest($1::text[], $2::text[]) g (id, key)`
