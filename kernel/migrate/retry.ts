// Again after a conflict that passes: a lock that was not free within lock_timeout, a deadlock, two servers
// writing the same role. Waits with jitter, so that two processes do not meet again; bounded.
import { setTimeout as wait } from 'node:timers/promises'
import { toEndedError } from '../database/sqlstate.ts'
import { isAcervoError } from '../errors/index.ts'

const attemptsMax = 60
const pauseMaxMs = 1_000

export interface RetryOptions {
  readonly isPassing: (error: unknown) => boolean
  readonly signal?: AbortSignal | undefined
  readonly attempts?: number
  readonly onRetry?: (attempt: number) => void
}

export async function retry<T>(body: () => Promise<T>, options: RetryOptions): Promise<T> {
  const attempts = options.attempts ?? attemptsMax
  for (let attempt = 1; ; attempt++) {
    try {
      return await body()
    } catch (error) {
      if (attempt >= attempts || !options.isPassing(error)) throw error
      options.onRetry?.(attempt)
      const pauseMs = Math.min(pauseMaxMs, 50 * attempt) * (0.5 + Math.random() / 2)
      await pause(pauseMs, options.signal)
    }
  }
}

/** @throws ACV308 when the signal ends it. */
export async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await wait(ms, undefined, { signal }).catch(() => undefined)
  assertNotAborted(signal)
}

/** @throws ACV308 */
export function assertNotAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw toEndedError('abort')
}

/** A lock was not free in time, or a deadlock was broken: nothing was done. */
export function isLockConflict(error: unknown): boolean {
  return ['55P03', '40P01', '40001'].includes(stateOf(error) ?? '')
}

/** "tuple concurrently updated" and a role that another session has just made. */
export function isRoleConflict(error: unknown): boolean {
  return ['XX000', '23505', '42710'].includes(stateOf(error) ?? '') || isLockConflict(error)
}

export function stateOf(error: unknown): string | undefined {
  const cause = isAcervoError(error) ? error.cause : error
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  return typeof code === 'string' ? code : undefined
}
