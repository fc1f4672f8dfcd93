// What a starting process does with its targets. Developing: missing files are written and applied. Serving:
// anything pending is refused, because two versions of the code may be up; only a target that was never set up
// gets its files, because nobody can be using it. Up to date: one round trip a target.
import { createHash } from 'node:crypto'
import { admitRuntimeLogin, assertMigratorRole } from '../database/roles.ts'
import type { Direct, Target } from '../database/target.ts'
import { hashDatabase } from '../ddl/database.ts'
import { AcervoError, isAcervoError } from '../errors/index.ts'
import type { DatabaseModel, Model } from '../model/model.ts'
import { type ApplyOptions, applyLocked, applyMigrations, type DatabaseFiles } from './apply.ts'
import { readFiles, toFileObjects } from './files.ts'
import { findPending, type Ledger } from './ledger.ts'
import { withLock } from './lock.ts'
import { assertUnmarked } from './mark.ts'
import { makePartitions } from './partitions.ts'
import { planDatabase } from './plan-database.ts'
import { isRoleConflict, retry } from './retry.ts'
import { type SetUpOptions, setUpTarget, toSetUp } from './set-up-target.ts'
import { readState, type TargetState } from './state.ts'
import { isCurrent, writeBodies } from './write.ts'

export interface MigrateOptions extends ApplyOptions {
  /** `of` takes the schema of a database. */
  readonly targets: { of(schema: string): Target }
  readonly model: Model
  readonly testClock?: boolean
  /** SQL of other rooms for every target. */
  readonly scripts?: readonly string[]
  /** Where a system without a home of its own keeps its migrations. */
  readonly home?: string
}

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

type Done = Omit<StartReport, 'versions'>

/** One target with the databases placed on it and their files. */
export interface Placed {
  readonly target: Target
  readonly sets: readonly HomedFiles[]
}

export interface HomedFiles extends DatabaseFiles {
  readonly home: string
}

export async function migrateAtStart(options: StartOptions): Promise<StartReport> {
  const reports: Done[] = []
  // Asked while the files are read: a start that finds nothing to do waits for one of them only.
  const states = readStates(options)
  const all = await placeFiles(options)
  for (const placed of all) {
    const { target } = placed
    const state = (await states.get(target)) as TargetState
    assertUnmarked(state.marks, target.key)
    const mode = options.mode ?? (target.engine === 'embedded' ? 'develop' : 'serve')
    reports.push(await (mode === 'develop' ? develop : serve)(placed, options, state))
  }
  const written = reports.flatMap((report) => report.written)
  const sets = (written.length === 0 ? all : await placeFiles(options)).flatMap(({ sets }) => sets)
  return {
    written,
    applied: reports.flatMap(({ applied }) => applied),
    versions: new Map(sets.map(({ database, files }) => [database.name, files.length])),
  }
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

export async function placeFiles(options: MigrateOptions): Promise<readonly Placed[]> {
  const homed = options.model.systems.flatMap((system) =>
    system.databases.map(async (database) => {
      const home = system.home ?? options.home ?? process.cwd()
      return { database, home, files: await readFiles(home, database.name) }
    }),
  )
  const byTarget = Map.groupBy(await Promise.all(homed), ({ database }) =>
    options.targets.of(database.schema),
  )
  return [...byTarget].map(([target, sets]) => ({ target, sets }))
}

function readStates({ model, targets }: StartOptions): ReadonlyMap<Target, Promise<TargetState>> {
  const byTarget = Map.groupBy(model.databases.values(), ({ schema }) => targets.of(schema))
  return new Map(
    [...byTarget].map(([target, databases]) => {
      const state = readState(target, databases)
      // Whoever comes to this target sees the error; a mistake in a file may come first.
      state.catch(() => undefined)
      return [target, state]
    }),
  )
}

async function develop(placed: Placed, options: StartOptions, state: TargetState): Promise<Done> {
  const { target } = placed
  const sets = await readAgainIfBehind(placed.sets, state)
  const databases = sets.map(({ database }) => database)
  const isWritten = sets.every(({ database, files }) => isCurrent(database, files))
  const pending = toPending(sets, state.ledger)
  const isSetUp = state.digest === toSetUp(toSetUpOptions(sets, options)).digest
  if (isSetUp && isWritten && pending.length === 0 && state.missing.length === 0) return nothing
  return withDirect(target, async (direct) => {
    await setUpTarget(direct, toSetUpOptions(sets, options))
    if (!isWritten || pending.length > 0)
      return withLock(direct, options, () => writeAndApply(direct, sets, options))
    await makePartitions(direct, databases)
    return nothing
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

/** Under the lock the files are read anew: another process may have written them meanwhile. */
async function writeAndApply(
  direct: Direct,
  before: readonly HomedFiles[],
  options: StartOptions,
): Promise<Done> {
  const sets = await readAgain(before)
  const applied = await applyLocked(direct, sets, options)
  const written = []
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
  return {
    written: written.map(({ path }) => path),
    applied: [...applied, ...later].map(({ path }) => path),
  }
}

async function serve(placed: Placed, options: StartOptions, state: TargetState): Promise<Done> {
  const { target, sets } = placed
  const databases = sets.map(({ database }) => database)
  const unwritten = sets.filter(({ database, files }) => !isCurrent(database, files))
  if (unwritten.length > 0)
    throw new AcervoError('ACV401', 'declarations have changed and no migration says how', {
      details: `Databases: ${unwritten.map(({ database }) => database.name).join(', ')}.`,
      hint: 'acervo migrate write <name>, look at the files, then: acervo migrate apply',
    })
  const pending = toPending(sets, state.ledger)
  if (state.digest === undefined && state.ledger.size === 0) return applyFirst(placed, options)
  const isSetUp = state.digest === toSetUp(toSetUpOptions(sets, options)).digest
  if (pending.length > 0 || !isSetUp)
    throw new AcervoError('ACV401', `migrations are pending on ${target.key}`, {
      details:
        pending.length > 0 ? pending.join(', ') : 'The target is set up for another version.',
      hint: 'acervo migrate plan shows them with their locks; acervo migrate apply applies them.',
    })
  if (state.missing.length > 0) await makeAhead(target, databases)
  return nothing
}

/** Four processes may come here together: the lock lets one through, the others find it done. */
async function applyFirst({ target, sets }: Placed, options: StartOptions): Promise<Done> {
  return withDirect(target, async (direct) => {
    await setUpTarget(direct, toSetUpOptions(sets, options))
    const applied = await applyMigrations(direct, sets, options)
    await admit(direct, target, options)
    return { written: [], applied: applied.map(({ path }) => path) }
  })
}

/** Roles belong to the server: another process may write the same one in this moment. */
export async function admit(
  direct: Direct,
  target: Target,
  { signal }: MigrateOptions,
): Promise<void> {
  await retry(() => admitRuntimeLogin(direct, target), { isPassing: isRoleConflict, signal })
}

/** Without the migrator's rights the pieces that stand must do; `ahead` gives months of time to make more. */
async function makeAhead(target: Target, databases: readonly DatabaseModel[]): Promise<void> {
  try {
    await withDirect(target, (direct) => makePartitions(direct, databases))
  } catch (error) {
    const isRight = isAcervoError(error) && ['ACV306', 'ACV314', 'ACV316'].includes(error.code)
    if (!isRight) throw error
  }
}

export function toSetUpOptions(
  sets: readonly DatabaseFiles[],
  { testClock, scripts, signal }: MigrateOptions,
): SetUpOptions {
  return {
    objects: sets.flatMap(({ database, files }) => [...database.objects, ...toFileObjects(files)]),
    ...(testClock === undefined ? {} : { testClock }),
    ...(scripts === undefined ? {} : { scripts }),
    signal,
  }
}

export async function withDirect<T>(
  target: Target,
  body: (direct: Direct) => Promise<T>,
): Promise<T> {
  const direct = await target.direct()
  try {
    await assertMigratorRole(direct)
    return await body(direct)
  } finally {
    await direct.close()
  }
}

function toPending(sets: readonly DatabaseFiles[], ledger: Ledger): readonly string[] {
  return sets.flatMap(({ database, files }) =>
    findPending(database.name, files, ledger.get(database.name) ?? []).map(
      ({ version, name }) => `${database.name} ${version} ${name}`,
    ),
  )
}

const nothing: Done = Object.freeze({ written: [], applied: [] })
