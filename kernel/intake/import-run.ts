// The record of one import: claimed at the start, advanced inside each batch's transaction, finished at the
// end. Two imports of one file cannot both advance it: the second finds that it moved.
import { createHash } from 'node:crypto'
import { sql, toStatement } from '../database/sql.ts'
import type { Context, Session, Target } from '../database/target.ts'
import { AcervoError } from '../errors/index.ts'
import type { TableModel } from '../model/model.ts'

/** What makes two imports the same one. */
export interface RunIdentity {
  readonly digest: string
  readonly table: TableModel
  /** Map, source, key, format: whatever changes what is written. */
  readonly options: Readonly<Record<string, unknown>>
  readonly context: Context
}

export interface Progress {
  readonly read: number
  readonly inserted: number
  readonly unchanged: number
  readonly rejected: number
  readonly rejectsBytes: number
}

export interface RunState extends Progress {
  readonly isFinished: boolean
}

export const noProgress: Progress = Object.freeze({
  read: 0,
  inserted: 0,
  unchanged: 0,
  rejected: 0,
  rejectsBytes: 0,
})

/** Settings that say who asked and when, not what may be written: anybody with the same rights resumes. */
const personal: ReadonlySet<string> = new Set([
  'acervo.actor',
  'acervo.purpose',
  'acervo.request_id',
  'acervo.fake_now',
])

export function toRunKey({ digest, table, options, context }: RunIdentity): string {
  const claims = Object.entries(context.settings).filter(([name]) => !personal.has(name))
  const identity = [digest, table.database, table.name, options, claims.sort(), context.role]
  return createHash('sha256').update(JSON.stringify(identity)).digest('hex')
}

/** Finds or makes the record; with `afresh` it begins at nothing again. */
export async function openRun(
  target: Target,
  identity: RunIdentity,
  { fileName, afresh }: { readonly fileName: string; readonly afresh: boolean },
): Promise<RunState> {
  const key = toRunKey(identity)
  const { digest, table, options, context } = identity
  const make = sql`insert into acervo.import_run
    (key, digest, database, table_name, source_file, options)
    values (${key}, ${digest}, ${table.database}, ${table.name}, ${fileName}, ${JSON.stringify(options)}::jsonb)
    on conflict (key) do nothing`
  const clear = sql`update acervo.import_run set rows_read = 0, rows_inserted = 0, rows_unchanged = 0,
    rows_rejected = 0, rejects_bytes = 0, started_at = acervo.now(), updated_at = acervo.now(),
    finished_at = null, source_file = ${fileName} where key = ${key}`
  const read = sql`select rows_read, rows_inserted, rows_unchanged, rows_rejected, rejects_bytes,
    finished_at is not null from acervo.import_run where key = ${key}`
  const statements = afresh ? [make, clear, read] : [make, read]
  const results = await target.group(
    context,
    statements.map((one) => toStatement(one)),
  )
  const row = results.at(-1)?.rows[0] ?? []
  const [inRead = 0, inserted = 0, unchanged = 0, rejected = 0, rejectsBytes = 0] = row.map(Number)
  const isFinished = row[5] === 't'
  return { read: inRead, inserted, unchanged, rejected, rejectsBytes, isFinished }
}

/** First in the batch's transaction: whoever comes second waits here, then finds it moved. */
export async function claimBatch(session: Session, key: string, before: Progress): Promise<void> {
  const { count } = await session.query(
    toStatement(sql`update acervo.import_run set updated_at = acervo.now()
      where key = ${key} and rows_read = ${String(before.read)}::bigint and finished_at is null`),
  )
  if (count !== 1) throw alreadyRunning()
}

export async function advanceRun(session: Session, key: string, after: Progress): Promise<void> {
  await session.query(
    toStatement(sql`update acervo.import_run set
      rows_read = ${String(after.read)}::bigint,
      rows_inserted = ${String(after.inserted)}::bigint,
      rows_unchanged = ${String(after.unchanged)}::bigint,
      rows_rejected = ${String(after.rejected)}::bigint,
      rejects_bytes = ${String(after.rejectsBytes)}::bigint where key = ${key}`),
  )
}

export async function finishRun(target: Target, context: Context, key: string): Promise<void> {
  const finish = sql`update acervo.import_run set finished_at = acervo.now(), updated_at = acervo.now()
    where key = ${key} and finished_at is null`
  await target.group(context, [toStatement(finish)])
}

export function alreadyRunning(): AcervoError {
  return new AcervoError('ACV611', 'another import of this file into this table is running', {
    hint: 'Wait for it; running it again afterwards adds nothing twice.',
  })
}
