// Whether anything may have been written since one looked. A snapshot of PostgreSQL says which transactions are over:
// where the same ones are, and renewals of leases, another look would find what the last one found. Whatever else ended,
// also in another database of the server, counts as written.
import type { Result, Target } from '../database/target.ts'
import { namedText } from './named-statement.ts'

export interface Moment {
  /** Another one after a crash: numbers that left no trace are given out again. */
  readonly epoch: string
  /** The first number that had not been given out, or whose transaction and all later ones were open. */
  readonly end: number
  /** Those below it that were open. */
  readonly open: readonly number[]
  /** ISO, by the database's clock. */
  readonly at: string
  /** Whether the instant that was asked about has come. */
  readonly isDue: boolean
}

/** Asked before the look that it stands for. Parameter: an instant, for `isDue`. */
export const momentOf = namedText(`
  select pg_current_snapshot()::text, pg_stat_get_bgwriter_stat_reset_time()::text,
    to_char(acervo.clock() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    acervo.clock() >= $1::timestamptz`)

export function readMoment({ rows }: Result): Moment | undefined {
  const [text, epoch, at, isDue] = rows[0] ?? []
  const snapshot = parseSnapshot(text)
  if (snapshot === undefined || at == null) return undefined
  return { epoch: epoch ?? '', ...snapshot, at, isDue: isDue === 't' }
}

/** The text of a `pg_snapshot`; undefined for any other. */
export function parseSnapshot(
  text: string | null | undefined,
): Pick<Moment, 'end' | 'open'> | undefined {
  const [, end, open = ''] = /^\d+:(\d+):([\d,]*)$/.exec(text ?? '') ?? []
  if (end === undefined) return undefined
  return { end: Number(end), open: open.split(',').filter(Boolean).map(Number) }
}

/** More ended than one would go through. */
const endedMax = 1_000

const renewals = new WeakMap<Target, Set<number>>()

/** A transaction that wrote nothing but who holds a lease. */
export function noteRenewal(target: Target, transaction: number): void {
  const known = renewals.get(target) ?? new Set()
  renewals.set(target, known.add(transaction))
  if (known.size > endedMax) known.delete(known.values().next().value as number)
}

export function isStill(target: Target, since: Moment, now: Moment): boolean {
  if (since.epoch !== now.epoch || now.end < since.end || now.end - since.end > endedMax)
    return false
  const later = Array.from({ length: now.end - since.end }, (_, at) => since.end + at)
  const open = new Set(now.open)
  const known = renewals.get(target)
  return [...since.open, ...later].every((one) => open.has(one) || known?.has(one) === true)
}
