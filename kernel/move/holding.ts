// Writers of the databases that move, held off for a moment: they wait, readers go on. Whoever is in the middle of a
// transaction is let finish first; who is not done within a bound is cut. Every wait here is shorter than the time
// after which PostgreSQL looks for deadlocks, so that nobody else is picked as the victim of one.
import type { Direct } from '../database/target.ts'
import { AcervoError, isAcervoError } from '../errors/index.ts'
import { isLockConflict, pause } from '../migrate/retry.ts'

export interface HoldOptions {
  /** Takes the locks. */
  readonly source: Direct
  /** Looks on meanwhile. */
  readonly watch: Direct
  readonly schemas: readonly string[]
  /** Quoted, with their schemas. */
  readonly tables: readonly string[]
  /** No statement of ours holds anybody for longer. */
  readonly pauseMs: number
  /** A transaction that is older is cut. */
  readonly drainMs: number
  readonly signal?: AbortSignal | undefined
}

export interface Held<T> {
  readonly value: T
  /** From the first that waited until all were let go. */
  readonly heldMs: number
}

const lockMs = 400
const restMs = 250

/** `body` inside the transaction that holds them, told since when; it commits afterwards. */
export async function holdWriters<T>(
  options: HoldOptions,
  body: (began: number) => Promise<T>,
): Promise<Held<T>> {
  const { source, pauseMs } = options
  const began = await lock(options)
  try {
    await source.script(`set local statement_timeout to ${pauseMs}`)
    const value = await body(began)
    await source.script('commit')
    return { value, heldMs: performance.now() - began }
  } catch (error) {
    await source.script('rollback').catch(() => undefined)
    throw error
  }
}

/** Answers when the first of them had to wait. */
async function lock({ source, watch, tables, schemas, drainMs, signal }: HoldOptions) {
  const end = performance.now() + drainMs
  const begin = `begin isolation level repeatable read;
set local lock_timeout to ${lockMs}; set local statement_timeout to ${lockMs}`
  for (;;) {
    const began = performance.now()
    try {
      await source.script(begin)
      await source.script(`lock table ${tables.join(', ')} in share mode`)
      return began
    } catch (error) {
      await source.script('rollback').catch(() => undefined)
      const isBusy = isLockConflict(error) || (isAcervoError(error) && error.code === 'ACV307')
      if (!isBusy) throw error
      const isLate = performance.now() > end
      await clear(watch, schemas, isLate)
      if (performance.now() > end + drainMs) throw await toBusyError(watch, schemas)
      await pause(isLate ? 50 : restMs, signal)
    }
  }
}

const holders = `select distinct a.pid, a.backend_type, a.usename, a.application_name, a.xact_start
  from pg_locks l join pg_stat_activity a on a.pid = l.pid
  join pg_class c on c.oid = l.relation join pg_namespace n on n.oid = c.relnamespace
  where l.locktype = 'relation' and l.granted and l.pid <> pg_backend_pid()
    and l.database = (select oid from pg_database where datname = current_database())
    and l.mode not in ('AccessShareLock', 'RowShareLock', 'ShareLock')
    and n.nspname = any (string_to_array($1, ','))`

/** A vacuum steps aside at once and comes again; a transaction only when its time is over. */
async function clear(watch: Direct, schemas: readonly string[], isLate: boolean): Promise<void> {
  await watch
    .query({
      text: `select case when h.backend_type = 'autovacuum worker' then pg_cancel_backend(h.pid)
          else pg_terminate_backend(h.pid) end
        from (${holders}) h where h.backend_type = 'autovacuum worker' or $2::boolean`,
      values: [schemas.join(','), isLate],
    })
    // Without the right to, they are waited for; the error at the end names them.
    .catch(() => undefined)
}

async function toBusyError(watch: Direct, schemas: readonly string[]): Promise<AcervoError> {
  const { rows } = await watch.query({ text: holders, values: [schemas.join(',')] })
  return new AcervoError('ACV411', 'writers of the source do not come to an end', {
    details: rows
      .map(([pid, type, user, application, since]) =>
        [`pid ${pid}`, type, user, application, `since ${since}`].join(', '),
      )
      .join('\n'),
    hint: 'End them, or ask again when less is being written.',
  })
}
