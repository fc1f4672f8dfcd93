// What the planners of tables, columns, constraints, indexes and objects read and fill. The order in which a
// transaction runs its steps is that of `phases`, whoever added them.

import { renderDatabase } from '../ddl/database.ts'
import { qualify, renderAlone } from '../ddl/statement.ts'
import { AcervoError } from '../errors/index.ts'
import type { DatabaseModel, TableModel } from '../model/model.ts'
import type { Catalog, CatalogKind } from './catalog.ts'
import type { Difference } from './compare.ts'
import type { FileBody, Lock, LockMode, Step } from './file.ts'

export const phases = [
  'dropViews',
  'rename',
  'drop',
  'createTable',
  'column',
  'constraint',
  'foreignKey',
  'function',
  'trigger',
  'access',
  'view',
] as const
export type Phase = (typeof phases)[number]

export interface PlanDraft {
  readonly changes: Map<Phase, Step[]>
  readonly indexes: FileBody[]
  readonly fills: FileBody[]
  readonly attachments: Step[]
  readonly sweeps: FileBody[]
  readonly validations: Step[]
  readonly finishes: Step[]
  readonly indexDrops: FileBody[]
  /** Names of indexes that were made anew with their column. */
  readonly rebuilt: Set<string>
  readonly losses: Step[]
}

export interface PlanInput {
  readonly database: DatabaseModel
  readonly found: Catalog
  readonly differences: readonly Difference[]
  readonly allowLoss: boolean
  /** By SQL name. */
  readonly tables: ReadonlyMap<string, TableModel>
  /** By key, for a migrator that goes on as itself. */
  readonly rendered: ReadonlyMap<string, string>
  /** Tables that the catalog does not have yet: nobody waits for a lock on them. */
  readonly newTables: ReadonlySet<string>
  readonly lostTables: ReadonlySet<string>
}

export function newDraft(): PlanDraft {
  return {
    changes: new Map(),
    indexes: [],
    fills: [],
    attachments: [],
    sweeps: [],
    validations: [],
    finishes: [],
    indexDrops: [],
    rebuilt: new Set(),
    losses: [],
  }
}

export function toInput(
  database: DatabaseModel,
  seen: { readonly found: Catalog; readonly differences: readonly Difference[] },
  allowLoss: boolean,
): PlanInput {
  const { found, differences } = seen
  const tablesThat = (change: Difference['change']) =>
    new Set(
      differences.flatMap((difference) => {
        const item = difference.wanted ?? difference.found
        return difference.change === change && item?.kind === 'table' ? [item.name] : []
      }),
    )
  return {
    database,
    found,
    differences,
    allowLoss,
    tables: new Map([...database.tables.values()].map((table) => [table.sqlName, table])),
    rendered: new Map(renderDatabase(database).map((one) => [one.key, renderAlone(one)])),
    newTables: tablesThat('missing'),
    lostTables: tablesThat('extra'),
  }
}

/** Differences of one kind on tables that stay. */
export function differencesOf(input: PlanInput, kind: CatalogKind): readonly Difference[] {
  return input.differences.filter((difference) => {
    const item = difference.wanted ?? difference.found
    return item?.kind === kind && !input.lostTables.has(item?.table ?? '')
  })
}

export function addStep(draft: PlanDraft, phase: Phase, step: Step): void {
  const steps = draft.changes.get(phase) ?? []
  steps.push(step)
  draft.changes.set(phase, steps)
}

/** A lock that matters: nobody waits for a table that is made in the same file. */
export function lock(input: PlanInput, mode: LockMode, table: string): readonly Lock[] {
  return input.newTables.has(table) ? [] : [{ mode, table }]
}

export function alter(input: PlanInput, table: string, clause: string): string {
  return `alter table ${qualify(input.database.schema, table)} ${clause}`
}

/** @throws ACV403 unless losing data was allowed. */
export function assertLossAllowed(input: PlanInput, what: string): void {
  if (input.allowLoss) return
  throw new AcervoError('ACV403', `the change would lose data: ${what}`, {
    details: `Database ${input.database.name}.`,
    hint: "Declare a rename with was: '...', or allow it: acervo migrate write --allow-loss",
  })
}

export function refuse(input: PlanInput, what: string, hint: string): never {
  throw new AcervoError('ACV409', `the change cannot be made as declared: ${what}`, {
    details: `Database ${input.database.name}.`,
    hint,
  })
}
