// Many rows in one transaction, set by set: through COPY where the engine has it, through unnest
// elsewhere. The next batch is checked while the database writes this one; memory holds two
// batches, never more.
import { setImmediate } from 'node:timers/promises'
import { raw, sql, toStatement } from '../database/sql.ts'
import type { GroupOptions, Session } from '../database/target.ts'
import { AcervoError, isAcervoError } from '../errors/index.ts'
import { codedOf } from '../model/coded.ts'
import type { TableModel } from '../model/model.ts'
import type { Caller } from './caller.ts'
import { canCopy, copyRows } from './copy.ts'
import { assertTable, type Texts, toNumberedRow } from './data.ts'
import { insertManySql } from './insert-sql.ts'
import { limits } from './limits.ts'
import { findTable } from './name.ts'
import { explainRefusal } from './refusal.ts'
import type { Data } from './request.ts'
import { transaction } from './transaction.ts'

export interface BulkOptions extends GroupOptions {
  /** Rows whose unique values are taken are left out instead of failing the whole. */
  readonly skipDuplicates?: boolean
  /** Called after each batch with the rows read so far. */
  readonly onRows?: (done: number) => void
}

export interface BatchOptions extends Pick<BulkOptions, 'skipDuplicates'> {
  /** The asker's. */
  readonly settings: Readonly<Record<string, string>>
}

export type Rows = Iterable<Data> | AsyncIterable<Data>

/**
 * All rows or none; joins the transaction it is called in.
 * @throws with the number of the row, or of the batch where only the database knew.
 */
export async function bulkInsert(
  caller: Caller,
  into: { readonly database: string; readonly table: string },
  rows: Rows,
  options: BulkOptions = {},
): Promise<{ readonly count: number }> {
  const table = findTable(caller.model, into.database, into.table)
  assertTable(table)
  const { settings } = caller.context
  const write = async (session: Session) => {
    const coded = await toCodedRows(caller, table, rows, session)
    return writeBatches(session, table, coded, { ...options, settings })
  }
  const count = await transaction(caller, [into.database], write, options)
  return { count }
}

/** Rows whose encrypted columns hold what is stored; the others as they are. */
async function toCodedRows(
  caller: Caller,
  table: TableModel,
  rows: Rows,
  session: Session,
): Promise<Rows> {
  if (codedOf(table) === undefined) return rows
  const { encodeEach } = await import('./coded/encode-each.ts')
  return encodeEach(caller, table, rows, session)
}

async function writeBatches(
  session: Session,
  table: TableModel,
  rows: Rows,
  options: BatchOptions & BulkOptions,
): Promise<number> {
  const rowsMax = canCopy(session) ? limits.copyRowsMax : limits.batchRowsMax
  const batches = toBatches(table, rows, rowsMax, options.signal)
  let count = 0
  let done = 0
  try {
    let next = batches.next()
    for (;;) {
      const { value: batch, done: isLast } = await next
      if (isLast === true) return count
      const writing = writeBatch(session, table, batch, done, options)
      next = batches.next()
      // Awaited in the next turn; until then its failure is nobody's surprise.
      next.catch(() => undefined)
      count += await writing
      done += batch.length
      options.onRows?.(done)
    }
  } finally {
    await batches.return(undefined)
  }
}

const rowsBetweenTurns = 500

async function* toBatches(
  table: TableModel,
  rows: Rows,
  rowsMax: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly Texts[], undefined> {
  let batch: Texts[] = []
  let at = 0
  await setImmediate()
  for await (const row of rows) {
    batch.push(toNumberedRow(table, row, at++))
    // Sockets need a turn of the event loop; awaiting values alone would starve them.
    if (at % rowsBetweenTurns === 0) await setImmediate()
    signal?.throwIfAborted()
    if (batch.length < rowsMax) continue
    yield batch
    batch = []
    await setImmediate()
  }
  if (batch.length > 0) yield batch
  return undefined
}

/** At most `limits.batchRowsMax` rows, or `copyRowsMax` where the session can copy, that `toNewRow` checked; answers how many were inserted. */
export async function insertBatch(
  session: Session,
  table: TableModel,
  batch: readonly Texts[],
  { skipDuplicates = false, settings }: BatchOptions,
): Promise<number> {
  if (batch.length === 0) return 0
  const end = raw(skipDuplicates ? ' on conflict do nothing' : '')
  if (batch.length >= limits.copyRowsMin && canCopy(session))
    return copyRows(session, table, batch, { end, settings })
  const insert = insertManySql(table, batch, settings)
  const { count } = await session.query(toStatement(sql`${insert}${end}`))
  return count
}

async function writeBatch(
  session: Session,
  table: TableModel,
  batch: readonly Texts[],
  before: number,
  options: BatchOptions & BulkOptions,
): Promise<number> {
  try {
    return await insertBatch(session, table, batch, options)
  } catch (thrown) {
    const error = explainRefusal(thrown, table)
    if (!isAcervoError(error)) throw error
    const place = `Among the rows ${before} to ${before + batch.length - 1}.`
    throw new AcervoError(error.code, error.message, {
      details: error.details === undefined ? place : `${place} ${error.details}`,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
      cause: error,
    })
  }
}
