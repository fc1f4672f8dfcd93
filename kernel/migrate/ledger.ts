// What a target records of its migrations, held against the files: which are pending, which were changed
// after they were applied, and whether the catalog is ahead of this code.
import { quoteLiteral } from '../database/sql.ts'
import type { Direct, Result, Statement } from '../database/target.ts'
import { AcervoError } from '../errors/index.ts'
import type { MigrationFile } from './file.ts'

export interface AppliedRow {
  readonly version: number
  readonly name: string
  readonly checksum: string
  readonly modelHash: string | null
}

/** By short name of the database. */
export type Ledger = ReadonlyMap<string, readonly AppliedRow[]>

export const ledgerStatement: Statement = {
  text: `select database, version::text, name, checksum, model_hash
    from acervo.migration order by database, version`,
  values: [],
}

export async function readLedger(direct: Direct): Promise<Ledger> {
  return toLedger(await direct.query(ledgerStatement))
}

export function toLedger({ rows }: Result): Ledger {
  const ledger = new Map<string, AppliedRow[]>()
  for (const [database = null, version, name, checksum, modelHash = null] of rows) {
    const list = ledger.get(database ?? '') ?? []
    list.push({
      version: Number(version),
      name: name ?? '',
      checksum: checksum ?? '',
      modelHash,
    })
    ledger.set(database ?? '', list)
  }
  return ledger
}

/** @throws ACV402 for a changed file, ACV408 for a catalog that is ahead. */
export function findPending(
  database: string,
  files: readonly MigrationFile[],
  applied: readonly AppliedRow[],
): readonly MigrationFile[] {
  for (const row of applied) {
    const file = files[row.version - 1]
    if (file === undefined)
      throw new AcervoError('ACV408', `the database '${database}' is newer than this code`, {
        details: `Applied: ${row.version} ${row.name}. Last file here: ${files.length}.`,
        hint: 'Start the version of the code that wrote it, or bring its migration files here.',
      })
    if (file.checksum !== row.checksum)
      throw new AcervoError('ACV402', `an applied migration file was changed: ${file.path}`, {
        details: `Applied as ${row.checksum.slice(0, 12)}, found ${file.checksum.slice(0, 12)}.`,
        hint: 'Restore the file; say what you want otherwise in the declaration and write a new one.',
      })
  }
  return files.slice(applied.length)
}

/** In the very transaction of the file; the duration is counted by the database. */
export function renderRecord(database: string, file: MigrationFile, startedMsAgo = 0): string {
  const hash = file.modelHash === undefined ? 'null' : quoteLiteral(file.modelHash)
  const ms = `(extract(epoch from clock_timestamp() - transaction_timestamp()) * 1000)::integer + ${Math.round(startedMsAgo)}`
  return `insert into acervo.migration (database, version, name, checksum, model_hash, steps, duration_ms)
  values (${quoteLiteral(database)}, ${file.version}, ${quoteLiteral(file.name)}, ${quoteLiteral(file.checksum)}, ${hash}, ${file.steps.length}, ${ms})`
}
