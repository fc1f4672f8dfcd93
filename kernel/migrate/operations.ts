// What an operator asks of migrations, a target at a time: status, plan, apply, drift. Each answers values;
// the command line and the console draw them.
import type { Target } from '../database/target.ts'
import { applyMigrations } from './apply.ts'
import { compareDatabase, type Difference } from './compare.ts'
import type { FileBody, MigrationFile } from './file.ts'
import { findPending } from './ledger.ts'
import { planDatabase } from './plan-database.ts'
import { setUpTarget } from './set-up-target.ts'
import { admit, type MigrateOptions, placeFiles, toSetUpOptions, withDirect } from './start.ts'
import { readState } from './state.ts'
import { isCurrent } from './write.ts'

export interface DatabaseStatus {
  readonly database: string
  readonly target: string
  /** Of the last file applied; 0 for none. */
  readonly version: number
  readonly pending: readonly MigrationFile[]
  /** Whether the last file stands for the declaration as it is now. */
  readonly written: boolean
}

export async function readStatus(options: MigrateOptions): Promise<readonly DatabaseStatus[]> {
  const lists = (await placeFiles(options)).map(async ({ target, sets }) => {
    const { ledger } = await readState(target, [])
    return sets.map(({ database, files }): DatabaseStatus => {
      const applied = ledger.get(database.name) ?? []
      return {
        database: database.name,
        target: target.key,
        version: applied.at(-1)?.version ?? 0,
        pending: findPending(database.name, files, applied),
        written: isCurrent(database, files),
      }
    })
  })
  return (await Promise.all(lists)).flat()
}

export interface DatabasePlan {
  readonly database: string
  readonly target: string
  /** Files that stand and wait. */
  readonly pending: readonly MigrationFile[]
  /** What no file says yet, as the files it would become. */
  readonly unwritten: readonly FileBody[]
}

/** Without pending files the live catalog is compared; with them it is not yet what files build on. */
export async function planChanges(
  options: MigrateOptions & { readonly allowLoss?: boolean },
): Promise<readonly DatabasePlan[]> {
  const plans: DatabasePlan[] = []
  for (const { target, sets } of await placeFiles(options)) {
    const { ledger, digest } = await readState(target, [])
    for (const { database, files } of sets) {
      const pending = findPending(database.name, files, ledger.get(database.name) ?? [])
      const compares = pending.length === 0 && !isCurrent(database, files) && digest !== undefined
      const unwritten = compares
        ? await withDirect(target, (direct) => planDatabase(direct, database, options))
        : []
      plans.push({ database: database.name, target: target.key, pending, unwritten })
    }
  }
  return plans
}

/** Sets targets up and applies what is pending. Answers the files applied. */
export async function applyPending(options: MigrateOptions): Promise<readonly MigrationFile[]> {
  const applied: MigrationFile[] = []
  for (const { target, sets } of await placeFiles(options)) {
    await withDirect(target, async (direct) => {
      await setUpTarget(direct, toSetUpOptions(sets, options))
      applied.push(...(await applyMigrations(direct, sets, options)))
      await admit(direct, target, options)
    })
  }
  return applied
}

export interface DatabaseDrift {
  readonly database: string
  readonly target: string
  readonly differences: readonly Difference[]
}

/** Catalog against Model: what somebody changed by hand, or what was never applied. */
export async function readDrift(options: MigrateOptions): Promise<readonly DatabaseDrift[]> {
  const drifts: DatabaseDrift[] = []
  for (const { target, sets } of await placeFiles(options))
    await withDirect(target, async (direct) => {
      for (const { database } of sets)
        drifts.push(await toDrift(target, database.name, compareDatabase(direct, database)))
    })
  return drifts
}

async function toDrift(
  target: Target,
  database: string,
  differences: Promise<readonly Difference[]>,
): Promise<DatabaseDrift> {
  return { database, target: target.key, differences: await differences }
}
