// Indexes built and dropped while their table is in use: statements that no transaction may hold. Each looks
// first what stands: done, half done (an invalid index is dropped and built again) or absent.
import { quoteIdentifier } from '../database/sql.ts'
import type { Direct } from '../database/target.ts'
import { renderSearchPath } from '../ddl/database.ts'
import { qualify } from '../ddl/statement.ts'
import { AcervoError } from '../errors/index.ts'
import type { DatabaseModel } from '../model/model.ts'
import { toObjectName } from '../model/name.ts'
import { type MigrationFile, trimEnd } from './file.ts'
import { renderRecord } from './ledger.ts'
import { assertNotAborted, isLockConflict, retry } from './retry.ts'
import type { RunFileOptions } from './run-options.ts'

// SHARE UPDATE EXCLUSIVE keeps no reader and no writer waiting: it may wait for old transactions to end.
const buildWaitMs = 600_000
const attempts = 5

export async function runConcurrent(
  direct: Direct,
  database: DatabaseModel,
  file: MigrationFile,
  options: RunFileOptions,
): Promise<void> {
  const started = performance.now()
  const [step] = file.steps
  const { index = '', wanted } = file.headers
  if (step === undefined || file.steps.length !== 1)
    throw new AcervoError('ACV406', 'a concurrent file holds one step', { details: file.path })
  const name = toRegclass(index)
  await withSession(direct, database, async () => {
    if (wanted === 'absent') {
      if ((await probe(direct, name)) !== 'absent') await build(direct, step.sql, options)
    } else await ensureIndex(direct, { name, sql: step.sql }, options)
  })
  await direct.script(renderRecord(database.name, file, performance.now() - started))
}

/** The parent's index stands invalid until every partition's is attached. */
export async function runPartitions(
  direct: Direct,
  database: DatabaseModel,
  file: MigrationFile,
  options: RunFileOptions,
): Promise<void> {
  const started = performance.now()
  const [only, each, attach] = file.steps
  const { parent = '', index = '' } = file.headers
  if (only === undefined || each === undefined || attach === undefined)
    throw new AcervoError('ACV406', 'a partitions file holds three steps', { details: file.path })
  const whole = qualify(database.schema, index)
  await withSession(direct, database, async () => {
    if ((await probe(direct, whole)) === 'absent') await build(direct, only.sql, options, 500)
    for (const partition of await listPartitions(direct, toRegclass(parent), whole)) {
      const own = toObjectName([partition, index], 'part')
      const name = qualify(database.schema, own)
      const fill = (sql: string, made: string) =>
        sql
          .replaceAll('"{partition}"', qualify(database.schema, partition))
          .replaceAll('"{index}"', made)
      const sql = fill(each.sql, quoteIdentifier(own))
      await ensureIndex(direct, { name, sql }, options)
      await build(direct, fill(attach.sql, name), options, 500)
    }
  })
  await direct.script(renderRecord(database.name, file, performance.now() - started))
}

interface Wanted {
  /** Qualified and quoted. */
  readonly name: string
  readonly sql: string
}

async function ensureIndex(
  direct: Direct,
  { name, sql }: Wanted,
  options: RunFileOptions,
): Promise<void> {
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const state = await probe(direct, name)
    if (state === 'valid') return
    if (state === 'invalid') await build(direct, `drop index concurrently ${name}`, options)
    try {
      await build(direct, sql, options)
    } catch (error) {
      // A conflict leaves an invalid index behind; the next round drops it.
      if (attempt === attempts || !isLockConflict(error)) throw error
    }
  }
}

async function build(
  direct: Direct,
  sql: string,
  { signal, onStep }: RunFileOptions,
  waitMs: number = buildWaitMs,
): Promise<void> {
  assertNotAborted(signal)
  await direct.script(`set lock_timeout to ${waitMs}`)
  const isConcurrent = waitMs === buildWaitMs
  await retry(() => direct.script(trimEnd(sql)), {
    isPassing: (error) => !isConcurrent && isLockConflict(error),
    signal,
    onRetry: (attempt) => onStep?.(`a lock was not free, attempt ${attempt}`),
  })
}

async function probe(direct: Direct, name: string): Promise<'absent' | 'invalid' | 'valid'> {
  const { rows } = await direct.query({
    text: 'select indisvalid from pg_index where indexrelid = to_regclass($1)',
    values: [name],
  })
  if (rows[0] === undefined) return 'absent'
  return rows[0][0] === 't' ? 'valid' : 'invalid'
}

/** Those whose own index is not attached yet. */
async function listPartitions(
  direct: Direct,
  parent: string,
  index: string,
): Promise<readonly string[]> {
  const { rows } = await direct.query({
    text: `select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent = to_regclass($1) and not exists (
        select from pg_inherits a join pg_index x on x.indexrelid = a.inhrelid
        where a.inhparent = to_regclass($2) and x.indrelid = c.oid)
      order by c.relname`,
    values: [parent, index],
  })
  return rows.map(([name]) => name ?? '')
}

async function withSession(
  direct: Direct,
  database: DatabaseModel,
  body: () => Promise<void>,
): Promise<void> {
  await direct.script(renderSearchPath(database.schema).replace('set local', 'set'))
  try {
    await body()
  } finally {
    // After a broken connection there is nothing to give back.
    await direct.script('reset search_path; reset lock_timeout').catch(() => undefined)
  }
}

/** `schema.name` of a header, quoted. */
function toRegclass(name: string): string {
  const [schema = '', own = ''] = name.split('.')
  return qualify(schema, own)
}
