// One migration file onto a target. Transactional: one message, recorded in the same transaction. The other
// kinds look first what is done already, so that a kill at any statement is mended by running them again.
import type { Direct } from '../database/target.ts'
import { renderSearchPath } from '../ddl/database.ts'
import { AcervoError, isAcervoError } from '../errors/index.ts'
import type { DatabaseModel } from '../model/model.ts'
import { type MigrationFile, trimEnd } from './file.ts'
import { renderRecord } from './ledger.ts'
import { isLockConflict, retry } from './retry.ts'
import { runBackfill } from './run-backfill.ts'
import { runConcurrent, runPartitions } from './run-index.ts'
import type { RunFileOptions } from './run-options.ts'

/** A waiter for ACCESS EXCLUSIVE blocks every reader behind it: it must give up soon. */
const lockTimeoutMs = 500

export async function runFile(
  direct: Direct,
  database: DatabaseModel,
  file: MigrationFile,
  options: RunFileOptions = {},
): Promise<void> {
  try {
    if (file.kind === 'backfill') await runBackfill(direct, database, file, options)
    else if (file.kind === 'concurrent') await runConcurrent(direct, database, file, options)
    else if (file.kind === 'partitions') await runPartitions(direct, database, file, options)
    else await runTransactional(direct, [{ database, file }], options)
  } catch (error) {
    throw toFailure(file, error)
  }
}

export interface FileOf {
  readonly database: DatabaseModel
  readonly file: MigrationFile
}

/** One message for all, so that a server with many databases starts in one round trip. */
export async function runTransactional(
  direct: Direct,
  files: readonly FileOf[],
  { signal, onStep }: RunFileOptions,
): Promise<void> {
  const text = files.map(({ database, file }) => renderTransactional(database, file)).join(';\n')
  for (const { file } of files) for (const { title } of file.steps) onStep?.(title)
  await retry(() => direct.script(text), {
    isPassing: isLockConflict,
    signal,
    onRetry: (attempt) => onStep?.(`a lock was not free, attempt ${attempt}`),
  })
}

/** Without BEGIN and COMMIT: one message is one transaction, and no failure leaves it open. */
export function renderTransactional(database: DatabaseModel, file: MigrationFile): string {
  return [
    `set local lock_timeout to ${lockTimeoutMs}`,
    renderSearchPath(database.schema),
    ...file.steps.map(({ sql }) => trimEnd(sql)),
    renderRecord(database.name, file),
  ].join(';\n')
}

function toFailure(file: MigrationFile, error: unknown): unknown {
  if (!isAcervoError(error) || !error.code.startsWith('ACV3')) return error
  if (error.code === 'ACV308') return error
  const reason = [error.message, error.details].filter((part) => part !== undefined).join(': ')
  return new AcervoError('ACV400', `the migration ${file.version} ${file.name} failed`, {
    details: `${file.path}: ${reason}`,
    hint: isLockConflict(error)
      ? 'A long transaction holds the table. Nothing was changed: run it again when it has ended.'
      : 'What was applied before it stays applied. Mend the cause and run: acervo migrate apply',
    cause: error.cause ?? error,
  })
}
