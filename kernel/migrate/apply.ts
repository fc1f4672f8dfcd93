// Pending migration files onto a target: under its lock, in order, recorded one by one. First files of many
// databases travel in one message. What fails holds up the databases that need it, and no others.
import type { Direct } from '../database/target.ts'
import { isAcervoError } from '../errors/index.ts'
import type { DatabaseModel } from '../model/model.ts'
import { forgetFailure, keepFailure, readFailures } from './failure.ts'
import type { MigrationFile } from './file.ts'
import { findPending, readLedger } from './ledger.ts'
import { type LockOptions, withLock } from './lock.ts'
import type { Order } from './order.ts'
import { assertDone, isEnd, type Outcome, toFailed } from './outcome.ts'
import { makePartitions } from './partitions.ts'
import { assertNotAborted } from './retry.ts'
import { type FileOf, runFile, runTransactional } from './run-file.ts'
import type { RunFileOptions } from './run-options.ts'
import { findUndone, type Settle } from './visit-fleet.ts'

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
  /** What the databases need of each other; nothing if unset. */
  readonly order?: Pick<Order, 'needs'> | undefined
}

/** The target is set up already. Answers the files applied. */
export async function applyMigrations(
  direct: Direct,
  sets: readonly DatabaseFiles[],
  options: ApplyOptions = {},
): Promise<readonly MigrationFile[]> {
  return withLock(direct, options, () => applyLocked(direct, sets, options))
}

/**
 * For callers that hold the lock because they also write files.
 * @throws what made a database fail, after the others were tried.
 */
export async function applyLocked(
  direct: Direct,
  sets: readonly DatabaseFiles[],
  options: ApplyOptions = {},
): Promise<readonly MigrationFile[]> {
  const outcomes: (Outcome & { readonly database: string })[] = []
  await applyEach(direct, sets, options, (database, outcome) => {
    outcomes.push({ database, ...outcome })
  })
  assertDone(outcomes)
  return outcomes.flatMap(({ files }) => files)
}

const independent: Pick<Order, 'needs'> = { needs: new Map() }

/**
 * Each database for itself; the caller holds the lock.
 * @throws where the target cannot be asked any more; then those that were not settled are not done.
 */
export async function applyEach(
  direct: Direct,
  sets: readonly DatabaseFiles[],
  options: ApplyOptions,
  settle: Settle,
): Promise<void> {
  const { order = independent } = options
  const outcomes = new Map<string, Outcome>()
  const tellOutcome: Settle = (database, outcome) => {
    outcomes.set(database, outcome)
    settle(database, outcome)
  }
  const ledger = await readLedger(direct)
  const failures = await readFailures(direct)
  const pending = new Map<string, readonly MigrationFile[]>()
  for (const { database, files } of sets)
    try {
      pending.set(database.name, findPending(database.name, files, ledger.get(database.name) ?? []))
    } catch (error) {
      tellOutcome(database.name, toFailed(error))
    }
  const first = await applyFirst(direct, sets, pending, options)
  const standing = await makeTogether(direct, sets, pending, first)
  for (const { database, files } of sets) {
    if (outcomes.has(database.name)) continue
    const needs = findUndone(database.name, order, outcomes)
    if (needs !== undefined) {
      tellOutcome(database.name, { state: 'held', files: [], needs })
      continue
    }
    const all = pending.get(database.name) ?? []
    const applied = all.filter((file) => first.has(file))
    try {
      for (const file of all.slice(applied.length)) {
        assertNotAborted(options.signal)
        await applyOne(direct, { database, file }, options)
        applied.push(file)
      }
      // A database without files has no tables yet.
      if (files.length > 0 && !standing.has(database)) await makePartitions(direct, [database])
      if (failures.has(database.name)) await forgetFailure(direct, database.name)
      tellOutcome(database.name, { state: all.length > 0 ? 'applied' : 'current', files: applied })
    } catch (error) {
      const outcome = toFailed(error, applied)
      await keepFailure(direct, database.name, outcome)
      tellOutcome(database.name, outcome)
      if (isEnd(error)) throw error
    }
  }
}

/** Many first files in one message. None where it fails: then one by one, which names the one that cannot. */
async function applyFirst(
  direct: Direct,
  sets: readonly DatabaseFiles[],
  pending: ReadonlyMap<string, readonly MigrationFile[]>,
  options: ApplyOptions,
): Promise<ReadonlySet<MigrationFile>> {
  const first = sets.flatMap(({ database }) =>
    (pending.get(database.name) ?? [])
      .filter(({ version, kind }) => version === 1 && kind === 'transactional')
      .map((file) => ({ database, file })),
  )
  const isDone = first.length > 1 && (await applyTogether(direct, first, options))
  return new Set(isDone ? first.map(({ file }) => file) : [])
}

/** Partitions of all that stands already, asked for at once. None where that fails: then one by one. */
async function makeTogether(
  direct: Direct,
  sets: readonly DatabaseFiles[],
  pending: ReadonlyMap<string, readonly MigrationFile[]>,
  first: ReadonlySet<MigrationFile>,
): Promise<ReadonlySet<DatabaseModel>> {
  const standing = sets
    .filter(({ database, files }) => {
      const isWhole = pending.get(database.name)?.every((file) => first.has(file)) === true
      return files.length > 0 && isWhole
    })
    .map(({ database }) => database)
  try {
    await makePartitions(direct, standing)
    return new Set(standing)
  } catch (error) {
    if (isEnd(error)) throw error
    return new Set()
  }
}

/** False when the message failed. */
async function applyTogether(
  direct: Direct,
  first: readonly FileOf[],
  options: ApplyOptions,
): Promise<boolean> {
  for (const each of first) tell(options, each, 'begun')
  try {
    await runTransactional(direct, first, { signal: options.signal })
  } catch (error) {
    if (isAcervoError(error) && isEnd(error)) throw error
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
