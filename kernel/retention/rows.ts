// Rows that were kept long enough, of tables that are not in months: a handful at a time, each handful a transaction of
// its own, by the clock of the database. Rows that somebody else holds wait for the next run.
import { quoteIdentifier } from '../database/sql.ts'
import type { Direct, Target } from '../database/target.ts'
import { withDirect } from '../migrate/placed.ts'
import { assertNotAborted, isLockConflict, retry } from '../migrate/retry.ts'
import { quotedOf, type Rule, renderOver } from './rules.ts'

/** On the embedded engine everybody waits for a session's end: few of them at once. */
const batchesASession = 5
const batchRows = 1_000
/** Who does it, for tables that keep who did what. */
export const actor = 'service:retention'

export interface RowsOptions {
  readonly signal?: AbortSignal | undefined
  readonly batchRows?: number
}

/** Answers how many rows went. */
export async function deleteOver(
  target: Target,
  rule: Rule,
  options: RowsOptions = {},
): Promise<number> {
  const size = options.batchRows ?? batchRows
  let gone = 0
  for (let isDone = false; !isDone; ) {
    isDone = await withDirect(target, async (direct) => {
      for (let batch = 0; batch < batchesASession; batch++) {
        assertNotAborted(options.signal)
        const count = await deleteBatch(direct, rule, size)
        gone += count
        if (count < size) return true
      }
      return false
    })
  }
  return gone
}

async function deleteBatch(direct: Direct, rule: Rule, size: number): Promise<number> {
  const { table, retention } = rule
  const keys = table.primaryKey.map(({ sqlName }) => quoteIdentifier(sqlName)).join(', ')
  const own = keys.replaceAll(/(^|, )/g, '$1t.')
  const name = quotedOf(table)
  const once = () =>
    inTransaction(direct, async () => {
      const { count } = await direct.query({
        text: `delete from ${name} where (${keys}) in (select ${own} from ${name} t
          where ${renderOver(retention)} limit $1::integer for update skip locked)`,
        values: [String(size)],
      })
      return count
    })
  return retry(once, { isPassing: isLockConflict, attempts: 10 })
}

export async function countOver(direct: Direct, { table, retention }: Rule): Promise<number> {
  const text = `select count(*) from ${quotedOf(table)} t where ${renderOver(retention)}`
  const { rows } = await direct.query({ text, values: [] })
  return Number(rows[0]?.[0])
}

/** As ourselves, and no lock is waited for long: who waits for one keeps others waiting. */
export async function inTransaction<T>(
  direct: Direct,
  body: () => Promise<T>,
  isolation = 'read committed',
): Promise<T> {
  await direct.script(`begin isolation level ${isolation}; set local lock_timeout to 200;
    set local "acervo.actor" to '${actor}'; set local "acervo.purpose" to 'retention'`)
  try {
    const done = await body()
    await direct.script('commit')
    return done
  } catch (error) {
    await direct.script('rollback').catch(() => undefined)
    throw error
  }
}
