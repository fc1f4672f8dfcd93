// The databases of a model where they are placed, with their files: what the start, the operator and a move begin with,
// and how a target gets its files. Which target is visited when is visit-fleet.ts.
import { admitRuntimeLogin, assertMigratorRole } from '../database/roles.ts'
import type { Direct, Target } from '../database/target.ts'
import type { Model } from '../model/model.ts'
import { type ApplyOptions, applyEach, type DatabaseFiles } from './apply.ts'
import { readFiles, toFileObjects } from './files.ts'
import { withLock } from './lock.ts'
import { toOrder } from './order.ts'
import { isRoleConflict, retry } from './retry.ts'
import { type SetUpOptions, setUpTarget } from './set-up-target.ts'
import { type Settle, visitsMax } from './visit-fleet.ts'

export interface MigrateOptions extends ApplyOptions {
  /** `of` takes the schema of a database. */
  readonly targets: {
    of(schema: string): Target
    connections?(): { readonly max: number }
  }
  readonly model: Model
  /** Short names: what is pending in the others is nobody's affair. All if unset. */
  readonly only?: ReadonlySet<string> | undefined
  readonly testClock?: boolean
  /** SQL of other rooms for every target. */
  readonly scripts?: readonly string[]
  /** Where a system without a home of its own keeps its migrations. */
  readonly home?: string
}

/** One target with the databases placed on it and their files. */
export interface Placed {
  readonly target: Target
  readonly sets: readonly HomedFiles[]
}

export interface HomedFiles extends DatabaseFiles {
  readonly home: string
}

/** Targets with a database that is meant, each with all that are placed on it. */
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
  return [...byTarget]
    .map(([target, sets]) => ({ target, sets }))
    .filter(({ sets }) => toMeant(sets, options).length > 0)
}

/** In the order of the names. */
export function toSets<T extends DatabaseFiles>(
  names: readonly string[],
  sets: readonly T[],
): readonly T[] {
  return names.flatMap((name) => sets.filter(({ database }) => database.name === name))
}

export function toMeant<T extends DatabaseFiles>(
  sets: readonly T[],
  { only }: MigrateOptions,
): readonly T[] {
  return only === undefined ? sets : sets.filter(({ database }) => only.has(database.name))
}

/**
 * Set-up, admission and files under one lock: whoever looks at the target meanwhile sees that somebody is at it.
 * Four processes may come here together: the lock lets one through, the others find it done.
 */
export async function applyTo(
  { target, sets }: Placed,
  names: readonly string[],
  options: MigrateOptions,
  settle: Settle,
): Promise<void> {
  const own = toSets(names, sets)
  await withDirect(target, (direct) =>
    withLock(direct, options, async () => {
      await setUpTarget(direct, toSetUpOptions(sets, options))
      await admit(direct, target, options)
      await applyEach(direct, own, { order: toOrder(options.model), ...options }, settle)
    }),
  )
}

/** Roles belong to the server: another process may write the same one in this moment. */
export async function admit(
  direct: Direct,
  target: Target,
  { signal }: Pick<MigrateOptions, 'signal'>,
): Promise<void> {
  await retry(() => admitRuntimeLogin(direct, target), { isPassing: isRoleConflict, signal })
}

export function toSetUpOptions(
  sets: readonly DatabaseFiles[],
  { testClock, scripts, signal }: Omit<MigrateOptions, 'model' | 'targets'>,
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

/** Never more sessions than the process may have. */
export function toAtOnce({ targets }: MigrateOptions): number {
  return Math.max(1, Math.min(visitsMax, targets.connections?.().max ?? visitsMax))
}
