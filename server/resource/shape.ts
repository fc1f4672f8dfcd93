// `fields` and `include` -> the select or include of a request. To-many relations are bounded here, because
// a URL cannot say how many rows it wants of each; names are checked by the plan.
import { AcervoError, type Model, type TableModel } from '../../kernel/index.ts'
import { limits } from './limits.ts'

interface Branch {
  readonly columns: Set<string>
  readonly relations: Map<string, Branch>
}

export type Shape = { readonly select?: Nested } | { readonly include?: Nested }
export type Nested = Readonly<Record<string, unknown>>

interface Asked {
  readonly fields: readonly (readonly string[])[]
  readonly include: readonly (readonly string[])[]
  /** Of the answer, at most. */
  readonly rows: number
}

interface Walk {
  readonly model: Model
  /** Rows of nested lists, were all as long as they may be. */
  nestedRows: number
}

/** Paths such as `name` or `client.name`, and relations such as `client` or `client.branch`. */
export function toShape(model: Model, table: TableModel, { fields, include, rows }: Asked): Shape {
  const root = branch()
  for (const path of include) reach(root, path)
  for (const path of fields) reach(root, path.slice(0, -1)).columns.add(path.at(-1) ?? '')
  const walk = { model, nestedRows: 0 }
  const shape = toNested(walk, table, root, rows)
  if (walk.nestedRows <= limits.nestedRowsMax) return shape
  throw new AcervoError('ACV206', 'the lists inside the rows could hold too many rows', {
    details: `Up to ${walk.nestedRows}: a list inside a list multiplies. Allowed: ${limits.nestedRowsMax}.`,
    hint: 'Ask for fewer rows with limit, or for the inner list by itself with a filter.',
  })
}

function branch(): Branch {
  return { columns: new Set(), relations: new Map() }
}

function reach(root: Branch, path: readonly string[]): Branch {
  let at = root
  for (const name of path) {
    const next = at.relations.get(name) ?? branch()
    at.relations.set(name, next)
    at = next
  }
  return at
}

function toNested(walk: Walk, table: TableModel | undefined, from: Branch, rows: number): Shape {
  const chosen: Record<string, unknown> = Object.create(null)
  const relations = new Map(from.relations)
  for (const name of from.columns) {
    chosen[name] = true
    // `fields=visits` asks for a list as `include=visits` does: within the same bound.
    if (table?.relations.has(name) && !relations.has(name)) relations.set(name, branch())
  }
  for (const [name, child] of relations) {
    const relation = table?.relations.get(name)
    const { databases } = walk.model
    const next = relation && databases.get(relation.database)?.tables.get(relation.table)
    const isList = relation?.kind === 'many'
    const below = isList ? rows * limits.relatedRowsMax : rows
    if (isList) walk.nestedRows += below
    const nested = {
      ...toNested(walk, next, child, below),
      ...(isList ? { take: limits.relatedRowsMax } : {}),
    }
    chosen[name] = Object.keys(nested).length === 0 ? true : nested
  }
  if (from.columns.size > 0) return { select: chosen }
  return from.relations.size > 0 ? { include: chosen } : {}
}
