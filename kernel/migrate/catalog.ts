// One schema of a live catalog as a plain map: what stands there, in PostgreSQL's own words. Two maps read on
// the same server compare like with like; partitions of a table are ignored, they follow their parent.
import { readFileSync } from 'node:fs'
import { quoteIdentifier } from '../database/sql.ts'
import type { Direct } from '../database/target.ts'
import { type DdlKind, toKey } from '../ddl/statement.ts'

export type CatalogKind = DdlKind | 'other'

export interface CatalogItem {
  readonly key: string
  readonly kind: CatalogKind
  readonly table?: string
  /** Of the thing itself; the table's where it is one of a kind there (rls, grants, owner). */
  readonly name: string
  readonly definition: string
}

export type Catalog = ReadonlyMap<string, CatalogItem>

/** Inside a transaction of the caller or outside one; the session's search_path is given back. */
export async function readCatalog(direct: Direct, schema: string): Promise<Catalog> {
  await direct.script(`set search_path to ${quoteIdentifier(schema)}`)
  try {
    const { rows } = await direct.query({ text: readQuery(), values: [schema] })
    return new Map(inOrder(rows.map(toItem)).map((item) => [item.key, item]))
  } finally {
    // After an error inside a transaction this fails too; its rollback gives the path back.
    await direct.script('reset search_path').catch(() => undefined)
  }
}

/** A catalog has no order of its own: the same change must always give the same files. */
function inOrder(items: readonly CatalogItem[]): readonly CatalogItem[] {
  const kinds = [...new Set(items.map(({ kind }) => kind))]
  const rank = (item: CatalogItem) =>
    [kinds.indexOf(item.kind), item.table ?? '', item.kind === 'column' ? '' : item.name] as const
  return items.toSorted((a, b) => {
    const [left, right] = [rank(a), rank(b)]
    const at = left.findIndex((part, index) => part !== right[index])
    return at < 0 ? 0 : (left[at] as string) < (right[at] as string) ? -1 : 1
  })
}

function toItem(row: readonly (string | null)[]): CatalogItem {
  const [kind, table = null, name = null, definition] = row
  const names = [table, name].filter((part) => part !== null)
  return Object.freeze({
    key: toKey(kind as DdlKind, ...names),
    kind: kind as CatalogKind,
    ...(table === null ? {} : { table }),
    name: name ?? table ?? '',
    definition: definition ?? '',
  })
}

let query: string | undefined
function readQuery(): string {
  query ??= readFileSync(new URL('./catalog.sql', import.meta.url), 'utf8')
  return query
}
