// Differences -> migration files: ordered steps, each with its SQL and the locks it takes. Pure. Cheap changes
// go in one transaction; whatever reads or writes many rows gets a file of its own that blocks nobody.
import { renderSearchPath } from '../ddl/database.ts'
import type { DatabaseModel } from '../model/model.ts'
import type { Catalog } from './catalog.ts'
import { compareCatalogs } from './compare.ts'
import type { FileBody, Step } from './file.ts'
import { planColumns } from './plan-columns.ts'
import { planConstraints } from './plan-constraints.ts'
import { newDraft, type PlanDraft, phases, toInput } from './plan-draft.ts'
import { planIndexes } from './plan-indexes.ts'
import { planObjects } from './plan-objects.ts'
import { planTables, renderFirst } from './plan-tables.ts'

export interface PlanOptions {
  /** Whether drops and narrowing may be planned at all. */
  readonly allowLoss?: boolean
  /** Steps that already happened to `found`: they come first. */
  readonly renames?: readonly Step[]
}

/** @throws ACV403 when the change would lose data and that is not allowed, ACV409 when rows lack a value. */
export function planFiles(
  database: DatabaseModel,
  catalogs: { readonly found: Catalog; readonly wanted: Catalog },
  { allowLoss = false, renames = [] }: PlanOptions = {},
): readonly FileBody[] {
  const { found, wanted } = catalogs
  if (![...found.values()].some(({ kind }) => kind === 'table')) return [renderFirst(database)]
  const differences = compareCatalogs(found, wanted)
  const input = toInput(database, { found, differences }, allowLoss)
  const draft = newDraft()
  planTables(input, draft)
  planColumns(input, draft)
  planConstraints(input, draft)
  planIndexes(input, draft)
  planObjects(input, draft)
  return toFiles(database, draft, renames)
}

function toFiles(
  database: DatabaseModel,
  draft: PlanDraft,
  renames: readonly Step[],
): readonly FileBody[] {
  const transactional = (steps: readonly Step[]): FileBody[] =>
    steps.length === 0 ? [] : [toTransactional(database, steps)]
  const changes = phases.flatMap((phase) => draft.changes.get(phase) ?? [])
  return [
    ...transactional([...renames, ...changes]),
    ...draft.indexes,
    ...draft.fills,
    ...transactional(draft.attachments),
    ...draft.sweeps,
    ...transactional(draft.validations),
    ...transactional(draft.finishes),
    ...draft.indexDrops,
    ...draft.losses.flatMap((step) => transactional([step])),
  ]
}

export function toTransactional(database: DatabaseModel, steps: readonly Step[]): FileBody {
  const path: Step = {
    title: 'names of this database need no schema',
    locks: [],
    sql: renderSearchPath(database.schema),
  }
  return { kind: 'transactional', headers: {}, steps: [path, ...steps] }
}
