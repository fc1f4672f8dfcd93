// A backfill: batches by primary key, each its own transaction that also records how far it came. A kill loses
// at most one batch; the next run goes on after the last recorded key.
import { quoteLiteral } from '../database/sql.ts'
import type { Direct } from '../database/target.ts'
import { renderSearchPath } from '../ddl/database.ts'
import { AcervoError } from '../errors/index.ts'
import type { DatabaseModel } from '../model/model.ts'
import { type MigrationFile, trimEnd } from './file.ts'
import { renderRecord } from './ledger.ts'
import { assertNotAborted, isLockConflict, retry } from './retry.ts'
import type { RunFileOptions } from './run-options.ts'

const rowLockTimeoutMs = 5_000

type Key = readonly (string | null)[]

export async function runBackfill(
  direct: Direct,
  database: DatabaseModel,
  file: MigrationFile,
  { signal, onStep }: RunFileOptions,
): Promise<void> {
  const started = performance.now()
  const title = (file.steps[0]?.title ?? file.name).replace(/: lock the next .*/, '')
  let { after, rows } = await readProgress(direct, database, file)
  // Bounded by the table: every batch begins after the key where the last one ended.
  for (;;) {
    assertNotAborted(signal)
    const batch = await retry(() => runBatch(direct, { database, file, after, rows }), {
      isPassing: isLockConflict,
      signal,
    })
    if (batch === undefined) break
    after = batch.last
    rows += batch.rows
    onStep?.(`${title}: ${rows} rows`)
  }
  const where = `database = ${quoteLiteral(database.name)} and version = ${file.version}`
  await direct.script(
    `delete from acervo.backfill where ${where};\n${renderRecord(database.name, file, performance.now() - started)}`,
  )
}

interface Progress {
  readonly database: DatabaseModel
  readonly file: MigrationFile
  readonly after: Key | undefined
  readonly rows: number
}

async function runBatch(
  direct: Direct,
  { database, file, after, rows }: Progress,
): Promise<{ readonly last: Key; readonly rows: number } | undefined> {
  const [lockStep, writeStep] = file.steps
  if (lockStep === undefined || writeStep === undefined || file.steps.length !== 2)
    throw new AcervoError('ACV406', 'a backfill needs two steps: lock a batch, write it', {
      details: file.path,
    })
  return inTransaction(direct, async () => {
    // Triggers of this table may run as its owner, whom policies bind: with row_security off, as the migrator
    // has it, they would fail. The migrator itself bypasses policies either way.
    const settings = `set local lock_timeout to ${rowLockTimeoutMs}; set local row_security to on`
    await direct.script(`${settings};\n${renderSearchPath(database.schema)}`)
    const from = after ?? Array.from({ length: Number(file.headers.keys) }, () => null)
    const locked = await direct.query({ text: trimEnd(lockStep.sql), values: from })
    const last = locked.rows.at(-1)
    if (last === undefined) return undefined
    await direct.query({ text: trimEnd(writeStep.sql), values: [...from, ...last] })
    const done = rows + locked.rows.length
    await direct.query({
      text: `insert into acervo.backfill (database, version, rows_done, after)
        values ($1, $2::integer, $3::bigint, $4::jsonb)
        on conflict (database, version) do update
        set rows_done = excluded.rows_done, after = excluded.after, updated_at = clock_timestamp()`,
      values: [database.name, String(file.version), String(done), JSON.stringify(last)],
    })
    return { last, rows: locked.rows.length }
  })
}

async function readProgress(
  direct: Direct,
  database: DatabaseModel,
  file: MigrationFile,
): Promise<{ after: Key | undefined; rows: number }> {
  const { rows } = await direct.query({
    text: 'select after, rows_done from acervo.backfill where database = $1 and version = $2::integer',
    values: [database.name, String(file.version)],
  })
  const [after, done] = rows[0] ?? []
  if (after === undefined || after === null) return { after: undefined, rows: 0 }
  return { after: JSON.parse(after) as Key, rows: Number(done) }
}

async function inTransaction<T>(direct: Direct, body: () => Promise<T>): Promise<T> {
  await direct.script('begin')
  try {
    const result = await body()
    await direct.script('commit')
    return result
  } catch (error) {
    await direct.script('rollback').catch(() => undefined)
    throw error
  }
}
