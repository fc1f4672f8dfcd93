// Model against catalog. The Model is rendered into a scratch schema on the same server, inside a transaction
// that is rolled back, and read by the same queries: no text of ours is ever compared with PostgreSQL's.
import { randomBytes } from 'node:crypto'
import { quoteIdentifier } from '../database/sql.ts'
import type { Direct } from '../database/target.ts'
import { renderDatabase, toText } from '../ddl/database.ts'
import type { DatabaseModel } from '../model/model.ts'
import { type Catalog, type CatalogItem, readCatalog } from './catalog.ts'
import { renderObject } from './objects.ts'

export interface Difference {
  readonly key: string
  readonly change: 'missing' | 'extra' | 'different'
  readonly wanted?: CatalogItem
  readonly found?: CatalogItem
}

export async function compareDatabase(
  direct: Direct,
  database: DatabaseModel,
): Promise<readonly Difference[]> {
  const found = await readCatalog(direct, database.schema)
  return compareCatalogs(found, await readWanted(direct, database))
}

/** One line for people: what stands otherwise than declared. */
export function describeDifference({ key, change, wanted, found }: Difference): string {
  if (change === 'missing') return `${key}: declared, absent`
  if (change === 'extra') return `${key}: present, not declared (${found?.definition})`
  return `${key}: declared ${wanted?.definition}, found ${found?.definition}`
}

/** What the catalog would hold, had the Model just been applied to an empty schema. */
export async function readWanted(direct: Direct, database: DatabaseModel): Promise<Catalog> {
  const scratch = `acervo_scratch_${randomBytes(6).toString('hex')}`
  await direct.script('begin')
  try {
    const objects = database.objects.map((object) => `${renderObject(object)};`)
    await direct.script([...objects, toText(renderDatabase(database, scratch))].join('\n'))
    const catalog = await readCatalog(direct, scratch)
    return renameSchema(catalog, scratch, database.schema)
  } finally {
    await direct.script('rollback')
  }
}

export function compareCatalogs(found: Catalog, wanted: Catalog): readonly Difference[] {
  const missing = [...wanted.values()]
    .filter(({ key }) => !found.has(key))
    .map((item): Difference => ({ key: item.key, change: 'missing', wanted: item }))
  const others = [...found.values()].flatMap((item): Difference[] => {
    const other = wanted.get(item.key)
    if (other === undefined) return [{ key: item.key, change: 'extra', found: item }]
    if (other.definition === item.definition) return []
    return [{ key: item.key, change: 'different', wanted: other, found: item }]
  })
  return [...missing, ...others]
}

/** The scratch name is random: it stands nowhere else in these texts. */
function renameSchema(catalog: Catalog, from: string, to: string): Catalog {
  const quoted = quoteIdentifier(from)
  const renamed = [...catalog.values()].map((item) => ({
    ...item,
    definition: item.definition
      .replaceAll(quoted, quoteIdentifier(to))
      .replaceAll(quoted.replaceAll('"', '\\"'), quoteIdentifier(to).replaceAll('"', '\\"'))
      .replaceAll(from, to),
  }))
  return new Map(renamed.map((item) => [item.key, item]))
}
