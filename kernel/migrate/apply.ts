// Pending migration files onto a target: under its lock, in order, recorded one by one. First files of many
// databases travel in one message. Partitions are made at the end.
import type { Direct } from '../database/target.ts'
import { isAcervoError } from '../errors/index.ts'
import type { DatabaseModel } from '../model/model.ts'
import type { MigrationFile } from './file.ts'
import { findPending, readLedger } from './ledger.ts'
import { type LockOptions, withLock } from './lock.ts'
import { makePartitions } from './partitions.ts'
import { type FileOf, runFile, runTransactional } from './run-file.ts'
import type { RunFileOptions } from './run-options.ts'

export interface DatabaseFiles {
  readonly database: DatabaseModel
  readonly files: readonly MigrationFile[]
}

export interface ApplyProgress {
  readonly database: string
  readonly version: number
  readonly name: string
  readonly state: 'begun' | 'step' | 'done'
  readonly title?: string
}

export interface ApplyOptions extends LockOptions {
  readonly onProgress?: ((progress: ApplyProgress) => void) | undefined
}

/** The target is set up already. Answers the files applied. */
export async function applyMigrations(
  direct: Direct,
  sets: readonly DatabaseFiles[],
  options: ApplyOptions = {},
): Promise<readonly MigrationFile[]> {
  return withLock(direct, options, () => applyLocked(direct, sets, options))
}

/** For callers that hold the lock because they also write files. */
export async function applyLocked(
  direct: Direct,
  sets: readonly DatabaseFiles[],
  options: ApplyOptions = {},
): Promise<readonly MigrationFile[]> {
  const ledger = await readLedger(direct)
  const pending = sets.flatMap(({ database, files }) =>
    findPending(database.name, files, ledger.get(database.name) ?? []).map((file) => ({
      database,
      file,
    })),
  )
  const first = pending.filter(({ file }) => file.version === 1 && file.kind === 'transactional')
  const together = first.length > 1 && (await applyTogether(direct, first, options))
  const rest = together ? pending.filter((each) => !first.includes(each)) : pending
  for (const each of rest) await applyOne(direct, each, options)
  // A database without files has no tables yet.
  const standing = sets.filter(({ files }) => files.length > 0)
  await makePartitions(
    direct,
    standing.map(({ database }) => database),
  )
  return pending.map(({ file }) => file)
}

/** False when the message failed: then one by one, so that the error names its file. */
async function applyTogether(
  direct: Direct,
  first: readonly FileOf[],
  options: ApplyOptions,
): Promise<boolean> {
  for (const each of first) tell(options, each, 'begun')
  try {
    await runTransactional(direct, first, { signal: options.signal })
  } catch (error) {
    if (isAcervoError(error) && (error.code === 'ACV301' || error.code === 'ACV308')) throw error
    return false
  }
  for (const each of first) tell(options, each, 'done')
  return true
}

async function applyOne(direct: Direct, each: FileOf, options: ApplyOptions): Promise<void> {
  tell(options, each, 'begun')
  const run: RunFileOptions = {
    signal: options.signal,
    onStep: (title) => tell(options, each, 'step', title),
  }
  await runFile(direct, each.database, each.file, run)
  tell(options, each, 'done')
}

function tell(
  { onProgress }: ApplyOptions,
  { database, file }: FileOf,
  state: ApplyProgress['state'],
  title?: string,
): void {
  const { version, name } = file
  const more = title === undefined ? {} : { title }
  onProgress?.({ database: database.name, version, name, state, ...more })
}
