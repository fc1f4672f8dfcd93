// One import of a file at a time, told at once instead of after the first batch. Correctness does not rest
// on it (`claimBatch` does that): a lock lost with its connection costs a message, not a row.
import { sql, toStatement } from '../database/sql.ts'
import type { Context, Session, Target } from '../database/target.ts'
import { alreadyRunning } from './import-run.ts'

const held = new Set<string>()
/** As long as a timer can be. */
const heldMsMax = 2 ** 31 - 1

/** @throws ACV611 when somebody else holds it. */
export async function withRunLock<T>(
  target: Target,
  context: Context,
  key: string,
  work: () => Promise<T>,
): Promise<T> {
  const name = `${target.key} ${key}`
  if (held.has(name)) throw alreadyRunning()
  held.add(name)
  try {
    // Embedded: one process owns the directory, and a held transaction would hold its only session.
    if (target.engine === 'embedded') return await work()
    return await holding(target, context, key, work)
  } finally {
    held.delete(name)
  }
}

/** A transaction without snapshot or id of its own: it holds back no vacuum, and works through a pooler. */
async function holding<T>(
  target: Target,
  context: Context,
  key: string,
  work: () => Promise<T>,
): Promise<T> {
  const done: T[] = []
  const body = async (session: Session) => {
    const { rows } = await session.query(
      toStatement(sql`select pg_try_advisory_xact_lock(hashtextextended(${key}, 0))`),
    )
    if (rows[0]?.[0] !== 't') throw alreadyRunning()
    done.push(await work())
  }
  try {
    await target.transaction(context, body, { timeoutMs: heldMsMax })
  } catch (error) {
    // A server that ends idle transactions took the lock, not the work.
    if (done.length === 0) throw error
  }
  return done[0] as T
}
