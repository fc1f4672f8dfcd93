// What a live catalog lacks of the Model, as migration files. Reads the catalog and the scratch copy; renames
// are tried inside a transaction that is rolled back, so that everything else is compared after them.
import type { Direct } from '../database/target.ts'
import type { DatabaseModel } from '../model/model.ts'
import { type Catalog, readCatalog } from './catalog.ts'
import { readWanted } from './compare.ts'
import type { FileBody, Step } from './file.ts'
import { planFiles } from './plan.ts'
import { planRenames, renderFirst } from './plan-tables.ts'

export interface PlanDatabaseOptions {
  readonly allowLoss?: boolean | undefined
}

/** Empty when the catalog is what the Model says. */
export async function planDatabase(
  direct: Direct,
  database: DatabaseModel,
  { allowLoss = false }: PlanDatabaseOptions = {},
): Promise<readonly FileBody[]> {
  const before = await readCatalog(direct, database.schema)
  if (![...before.values()].some(({ kind }) => kind === 'table')) return [renderFirst(database)]
  const renames = planRenames(database, before)
  const found = renames.length === 0 ? before : await tryRenames(direct, database, renames)
  const wanted = await readWanted(direct, database)
  return planFiles(database, { found, wanted }, { allowLoss, renames })
}

async function tryRenames(
  direct: Direct,
  database: DatabaseModel,
  renames: readonly Step[],
): Promise<Catalog> {
  await direct.script('begin')
  try {
    await direct.script(renames.map(({ sql }) => sql).join(';\n'))
    return await readCatalog(direct, database.schema)
  } finally {
    await direct.script('rollback')
  }
}
