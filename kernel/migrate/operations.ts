// What an operator asks of migrations: status, plan, apply, drift. Each answers values;
// the command line and the console draw them.
import type { Target } from '../database/target.ts'
import { compareDatabase, type Difference } from './compare.ts'
import type { FileBody, MigrationFile } from './file.ts'
import { findPending } from './ledger.ts'
import { toOrder } from './order.ts'
import { assertDone, type DatabaseOutcome } from './outcome.ts'
import {
  applyTo,
  type MigrateOptions,
  placeFiles,
  toAtOnce,
  toMeant,
  withDirect,
} from './placed.ts'
import { planDatabase } from './plan-database.ts'
import { readState } from './state.ts'
import { visitFleet } from './visit-fleet.ts'
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
    return toMeant(sets, options).map(({ database, files }): DatabaseStatus => {
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
    for (const { database, files } of toMeant(sets, options)) {
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

export interface FleetOptions extends MigrateOptions {
  readonly onOutcome?: ((outcome: DatabaseOutcome) => void) | undefined
}

/** Sets targets up and applies what is pending; throws for nothing that befalls a database. */
export async function migrateFleet(options: FleetOptions): Promise<readonly DatabaseOutcome[]> {
  const stops = (await placeFiles(options)).map((placed) => ({
    ...placed,
    databases: toMeant(placed.sets, options).map(({ database }) => database.name),
  }))
  return visitFleet({
    order: toOrder(options.model),
    stops,
    atOnce: toAtOnce(options),
    signal: options.signal,
    visit: (placed, names, settle) => applyTo(placed, names, options, settle),
    onOutcome: options.onOutcome,
  })
}

/** The same for whoever goes on only when all is done. Answers the files applied. */
export async function applyPending(options: MigrateOptions): Promise<readonly MigrationFile[]> {
  const outcomes = await migrateFleet(options)
  assertDone(outcomes)
  return outcomes.flatMap(({ files }) => files)
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
      for (const { database } of toMeant(sets, options))
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
