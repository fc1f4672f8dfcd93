// Many databases on many targets: which target may be visited now, with which of its databases. Targets go side by
// side within a bound, a target takes one visitor; what fails holds up only those that need it. What a visit does,
// and under which lock, is the caller's.
import type { Target } from '../database/target.ts'
import type { Order } from './order.ts'
import { type DatabaseOutcome, type Outcome, toFailed } from './outcome.ts'

/** Targets on which one process migrates at a time, each with a session of its own. */
export const visitsMax = 4

export type Settle = (database: string, outcome: Outcome) => void

export interface FleetOptions<P extends Stop> {
  readonly order: Order
  readonly stops: readonly P[]
  readonly atOnce: number
  readonly signal?: AbortSignal | undefined
  /** Settles each of `databases` as it is over; those that it leaves out when it throws have that error. */
  readonly visit: (stop: P, databases: readonly string[], settle: Settle) => Promise<void>
  readonly onOutcome?: ((outcome: DatabaseOutcome) => void) | undefined
}

/** A target with the databases on it that are to be migrated, by short name. */
export interface Stop {
  readonly target: Target
  readonly databases: readonly string[]
}

/** In the order of the fleet. Throws for nothing that befalls a database. */
export async function visitFleet<P extends Stop>(
  options: FleetOptions<P>,
): Promise<readonly DatabaseOutcome[]> {
  const { order, atOnce, signal, visit, onOutcome } = options
  const stopOf = new Map(options.stops.flatMap((stop) => stop.databases.map((one) => [one, stop])))
  const waiting = new Set(order.names.filter((name) => stopOf.has(name)))
  const stops = [...new Set([...waiting].map((name) => stopOf.get(name) as P))]
  const outcomes = new Map<string, DatabaseOutcome>()
  const running = new Map<P, Promise<void>>()
  const settle = (database: string, sinceMs: number, outcome: Outcome): void => {
    waiting.delete(database)
    const target = stopOf.get(database)?.target.key ?? ''
    const ms = Math.round(performance.now() - sinceMs)
    const settled = { database, target, ...outcome, ms }
    outcomes.set(database, settled)
    onOutcome?.(settled)
  }
  const begin = (stop: P, databases: readonly string[]): void => {
    for (const name of databases) waiting.delete(name)
    let sinceMs = performance.now()
    const tell: Settle = (database, outcome) => {
      settle(database, sinceMs, outcome)
      sinceMs = performance.now()
    }
    const fail = (error: unknown): void => {
      for (const name of databases) if (!outcomes.has(name)) tell(name, toFailed(error))
    }
    const visited = visit(stop, databases, tell)
      .catch(fail)
      .finally(() => running.delete(stop))
    running.set(stop, visited)
  }
  const isOver = (name: string): boolean => outcomes.has(name) || !stopOf.has(name)
  while (true) {
    for (const name of waiting) {
      const needs = findUndone(name, order, outcomes)
      if (needs !== undefined) settle(name, performance.now(), { state: 'held', files: [], needs })
    }
    for (const stop of signal?.aborted === true ? [] : stops) {
      if (running.size >= atOnce) break
      const ready = running.has(stop) ? [] : findReady(stop, order, waiting, isOver)
      if (ready.length > 0) begin(stop, ready)
    }
    if (running.size === 0) break
    await Promise.race(running.values())
  }
  for (const name of waiting) settle(name, performance.now(), { state: 'left', files: [] })
  return order.names.flatMap((name) => outcomes.get(name) ?? [])
}

/** The first of what it needs that is not to be had. */
export function findUndone(
  name: string,
  { needs }: Pick<Order, 'needs'>,
  outcomes: ReadonlyMap<string, Pick<Outcome, 'state'>>,
): string | undefined {
  const isUndone = (one: string): boolean => {
    const state = outcomes.get(one)?.state
    return state === 'failed' || state === 'held'
  }
  return [...(needs.get(name) ?? [])].find(isUndone)
}

/** Those for which everything before them is over, or comes before them in the same visit. */
function findReady(
  { databases }: Stop,
  { names, after }: Order,
  waiting: ReadonlySet<string>,
  isOver: (name: string) => boolean,
): readonly string[] {
  const ready = new Set<string>()
  for (const name of names) {
    if (!waiting.has(name) || !databases.includes(name)) continue
    if ([...(after.get(name) ?? [])].every((one) => ready.has(one) || isOver(one))) ready.add(name)
  }
  return [...ready]
}
