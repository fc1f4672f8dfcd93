// One migrator a target at a time: a session advisory lock, polled. Never a blocking wait: two instances with
// CREATE INDEX CONCURRENTLY would deadlock, because a waiter's snapshot holds the index build back.
import type { Direct, Target } from '../database/target.ts'
import { AcervoError } from '../errors/index.ts'
import { pause } from './retry.ts'

// 'acervo' in ASCII, read as a number: the same in every version of ours.
const lockKey = '107079531656815'
export const lockPollMs = 100
export const lockWaitMs = 60_000

export interface LockOptions {
  readonly waitMs?: number | undefined
  readonly signal?: AbortSignal | undefined
}

/** @throws ACV404 naming who holds it when the wait is over. */
export async function withLock<T>(
  direct: Direct,
  { waitMs = lockWaitMs, signal }: LockOptions,
  body: () => Promise<T>,
): Promise<T> {
  const deadline = performance.now() + waitMs
  while (!(await tryLock(direct))) {
    if (performance.now() >= deadline) throw await toHeldError(direct, waitMs)
    await pause(lockPollMs, signal)
  }
  try {
    return await body()
  } finally {
    await unlock(direct)
  }
}

/** Whether somebody migrates this target now; asked with the rights of a request. */
export async function isLockHeld(target: Target): Promise<boolean> {
  if (target.engine === 'embedded') return false
  const text = `select from pg_locks l where ${ours}`
  const [found] = await target.group({ settings: {} }, [{ text, values: [] }])
  return (found?.count ?? 0) > 0
}

const ours = `l.locktype = 'advisory' and l.granted
  and l.database = (select oid from pg_database where datname = current_database())
  and (l.classid::bigint << 32) + l.objid::bigint = ${lockKey}`

async function tryLock(direct: Direct): Promise<boolean> {
  const text = `select pg_try_advisory_lock(${lockKey})`
  const { rows } = await direct.query({ text, values: [] })
  return rows[0]?.[0] === 't'
}

/** A broken connection has given the lock back already; the first error is the one to tell. */
async function unlock(direct: Direct): Promise<void> {
  const text = `select pg_advisory_unlock(${lockKey})`
  await direct.query({ text, values: [] }).catch(() => undefined)
}

async function toHeldError(direct: Direct, waitMs: number): Promise<AcervoError> {
  const { rows } = await direct.query({
    text: `select a.pid, a.usename, a.application_name, coalesce(host(a.client_addr), 'this machine'),
        a.backend_start
      from pg_locks l join pg_stat_activity a on a.pid = l.pid
      where ${ours}`,
    values: [],
  })
  const [pid, user, application, host, since] = rows[0] ?? []
  return new AcervoError('ACV404', 'another process is migrating this target', {
    details:
      pid === undefined
        ? `Waited ${waitMs} ms.`
        : `Waited ${waitMs} ms. Held by pid ${pid} (${user}, ${application || 'unnamed'}, from ${host}) since ${since}.`,
    hint: `Wait for it, or end it: select pg_terminate_backend(${pid ?? 'pid'})`,
  })
}
