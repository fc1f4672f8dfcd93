// What a starting process does with its targets. Developing: missing files are written and applied. Serving:
// anything pending is refused, because two versions of the code may be up; only a target where nothing was ever
// applied gets its files, because nobody can be using it. All targets are looked at before one is changed; those
// that are to be changed go side by side. Up to date: one round trip a target.
import { createHash } from 'node:crypto'
import type { Direct, Target } from '../database/target.ts'
import { hashDatabase } from '../ddl/database.ts'
import { AcervoError, isAcervoError } from '../errors/index.ts'
import type { DatabaseModel } from '../model/model.ts'
import { applyLocked, type DatabaseFiles } from './apply.ts'
import type { MigrationFile } from './file.ts'
import { readFiles } from './files.ts'
import { findPending, type Ledger } from './ledger.ts'
import { isLockHeld, lockPollMs, lockWaitMs, withLock } from './lock.ts'
import { makeAhead } from './make-ahead.ts'
import { assertUnmarked } from './mark.ts'
import { toOrder } from './order.ts'
import { assertDone } from './outcome.ts'
import { makePartitions } from './partitions.ts'
import {
  applyTo,
  type HomedFiles,
  type MigrateOptions,
  type Placed,
  placeFiles,
  toAtOnce,
  toMeant,
  toSets,
  toSetUpOptions,
  withDirect,
} from './placed.ts'
import { planDatabase } from './plan-database.ts'
import { pause } from './retry.ts'
import { setUpTarget, toSetUp } from './set-up-target.ts'
import { readState, type TargetState } from './state.ts'
import { type Settle, type Stop, visitFleet } from './visit-fleet.ts'
import { isCurrent, writeBodies } from './write.ts'

export interface StartOptions extends MigrateOptions {
  /** Unset: `develop` on the embedded engine, `serve` on a server. */
  readonly mode?: 'develop' | 'serve'
}

export interface StartReport {
  /** Paths. */
  readonly written: readonly string[]
  /** `<database> <version> <name>` */
  readonly applied: readonly string[]
  /** The last file of each database, by short name. */
  readonly versions: ReadonlyMap<string, number>
}

export async function migrateAtStart(options: StartOptions): Promise<StartReport> {
  // Asked while the files are read: a start that finds nothing to do waits for one of them only.
  const states = readStates(options)
  const all = await placeFiles(options)
  const written: string[] = []
  const stops: WorkStop[] = []
  for (const placed of all) {
    const { target, sets } = placed
    const state = (await states.get(target)) as TargetState
    assertUnmarked(state.marks, target.key)
    const mode = options.mode ?? (target.engine === 'embedded' ? 'develop' : 'serve')
    const work = await (mode === 'develop' ? develop : serve)(placed, options, state, written)
    const databases = sets.map(({ database }) => database.name)
    if (work !== undefined) stops.push({ target, databases, work })
  }
  const outcomes = await visitFleet({
    order: toOrder(options.model),
    stops,
    atOnce: toAtOnce(options),
    signal: options.signal,
    visit: (stop, databases, settle) => stop.work(databases, settle),
  })
  assertDone(outcomes)
  const sets = (written.length === 0 ? all : await placeFiles(options)).flatMap(({ sets }) => sets)
  return {
    written,
    applied: outcomes.flatMap(({ files }) => files.map(({ path }) => path)),
    versions: new Map(sets.map(({ database, files }) => [database.name, files.length])),
  }
}

/** What is to be done for these databases of a target. */
type Work = (databases: readonly string[], settle: Settle) => Promise<void>

interface WorkStop extends Stop {
  readonly work: Work
}

/** Of all that makes a fresh target what it will be: another text, another digest. */
export async function toStartDigest(options: MigrateOptions): Promise<string> {
  const sets = (await placeFiles(options)).flatMap((placed) => placed.sets)
  const files = sets.map(({ database, files }) => [
    database.name,
    hashDatabase(database),
    ...files.map(({ checksum }) => checksum),
  ])
  const setUp = toSetUp(toSetUpOptions(sets, options)).digest
  return createHash('sha256')
    .update(JSON.stringify([setUp, files]))
    .digest('hex')
}

function readStates({
  model,
  targets,
  only,
}: StartOptions): ReadonlyMap<Target, Promise<TargetState>> {
  const meant = [...model.databases.values()].filter(({ name }) => only?.has(name) !== false)
  const byTarget = Map.groupBy(meant, ({ schema }) => targets.of(schema))
  return new Map(
    [...byTarget].map(([target, databases]) => {
      const state = readState(target, databases)
      // Whoever comes to this target sees the error; a mistake in a file may come first.
      state.catch(() => undefined)
      return [target, state]
    }),
  )
}

async function develop(
  { target, sets: all }: Placed,
  options: StartOptions,
  state: TargetState,
  written: string[],
): Promise<Work | undefined> {
  const sets = await readAgainIfBehind(all, state)
  const isWritten = sets.every(({ database, files }) => isCurrent(database, files))
  const pending = toPending(sets, state.ledger)
  const isSetUp = state.digest === toSetUp(toSetUpOptions(sets, options)).digest
  if (isSetUp && isWritten && pending.length === 0 && state.missing.length === 0) return undefined
  return (names, settle) =>
    withDirect(target, async (direct) => {
      const own = toSets(names, sets)
      await setUpTarget(direct, toSetUpOptions(sets, options))
      if (isWritten && pending.length === 0) {
        await makePartitions(
          direct,
          own.map(({ database }) => database),
        )
        for (const name of names) settle(name, { state: 'current', files: [] })
        return
      }
      const done = await withLock(direct, options, () => writeAndApply(direct, own, options))
      written.push(...done.written.map(({ path }) => path))
      for (const { database } of own) {
        const files = done.applied.get(database.name) ?? []
        settle(database.name, { state: files.length > 0 ? 'applied' : 'current', files })
      }
    })
}

const readAgain = (sets: readonly HomedFiles[]): Promise<readonly HomedFiles[]> =>
  Promise.all(
    sets.map(async (set) => ({ ...set, files: await readFiles(set.home, set.database.name) })),
  )

/** Another process may have written and applied files after these were read and before the ledger was. */
async function readAgainIfBehind(
  sets: readonly HomedFiles[],
  { ledger }: TargetState,
): Promise<readonly HomedFiles[]> {
  try {
    toPending(sets, ledger)
    return sets
  } catch (error) {
    if (!isAcervoError(error) || error.code !== 'ACV408') throw error
    return readAgain(sets)
  }
}

interface Written {
  readonly written: readonly MigrationFile[]
  /** By database. */
  readonly applied: ReadonlyMap<string, readonly MigrationFile[]>
}

/** Under the lock the files are read anew: another process may have written them meanwhile. */
async function writeAndApply(
  direct: Direct,
  before: readonly HomedFiles[],
  options: StartOptions,
): Promise<Written> {
  const sets = await readAgain(before)
  const applied = await applyLocked(direct, sets, options)
  const written: MigrationFile[] = []
  const full: HomedFiles[] = []
  for (const set of sets) {
    const { database, home, files } = set
    if (isCurrent(database, files)) {
      full.push(set)
      continue
    }
    const bodies = await planDatabase(direct, database)
    const name = files.length === 0 ? 'initial' : 'change'
    const made = await writeBodies(bodies, { database, home, name, files })
    written.push(...made)
    full.push({ ...set, files: [...files, ...made] })
  }
  const later = written.length === 0 ? [] : await applyLocked(direct, full, options)
  const done = new Set([...applied, ...later])
  const byDatabase = full.map(
    ({ database, files }) => [database.name, files.filter((file) => done.has(file))] as const,
  )
  return { written, applied: new Map(byDatabase) }
}

async function serve(
  placed: Placed,
  options: StartOptions,
  first: TargetState,
): Promise<Work | undefined> {
  const { target, sets } = placed
  const meant = toMeant(sets, options)
  const databases = meant.map(({ database }) => database)
  const unwritten = meant.filter(({ database, files }) => !isCurrent(database, files))
  if (unwritten.length > 0)
    throw new AcervoError('ACV401', 'declarations have changed and no migration says how', {
      details: `Databases: ${unwritten.map(({ database }) => database.name).join(', ')}.`,
      hint: 'acervo migrate write <name>, look at the files, then: acervo migrate apply',
    })
  const { digest } = toSetUp(toSetUpOptions(sets, options))
  const isBehind = (state: TargetState): boolean =>
    state.digest !== digest || toPending(meant, state.ledger).length > 0
  if (isNew(first)) return (names, settle) => applyTo(placed, names, options, settle)
  const state = isBehind(first) ? await awaitMigrator(target, databases, isBehind, options) : first
  const pending = toPending(meant, state.ledger)
  if (isBehind(state))
    throw new AcervoError('ACV401', `migrations are pending on ${target.key}`, {
      details:
        pending.length > 0 ? pending.join(', ') : 'The target is set up for another version.',
      hint: 'acervo migrate plan shows them with their locks; acervo migrate apply applies them.',
    })
  if (state.missing.length > 0) await makeAhead(target, databases)
  return undefined
}

const isNew = ({ ledger }: TargetState): boolean => ledger.size === 0

/** Another process may be at it: what it does not do while it holds the lock is really pending. */
async function awaitMigrator(
  target: Target,
  databases: readonly DatabaseModel[],
  isBehind: (state: TargetState) => boolean,
  { signal, waitMs = lockWaitMs }: StartOptions,
): Promise<TargetState> {
  const deadline = performance.now() + waitMs
  while (true) {
    const isHeld = await isLockHeld(target)
    const state = await readState(target, databases)
    if (!isBehind(state) || !isHeld || performance.now() >= deadline) return state
    await pause(lockPollMs, signal)
  }
}

function toPending(sets: readonly DatabaseFiles[], ledger: Ledger): readonly string[] {
  return sets.flatMap(({ database, files }) =>
    findPending(database.name, files, ledger.get(database.name) ?? []).map(
      ({ version, name }) => `${database.name} ${version} ${name}`,
    ),
  )
}
