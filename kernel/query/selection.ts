// `select` and `include` -> a tree of what an answer shows, checked against the Model. Says
// nothing of SQL.
import { AcervoError } from '../errors/index.ts'
import type { ColumnModel, RelationModel, TableModel } from '../model/model.ts'
import { assertReadable } from './coded/encoded.ts'
import { isPlainObject } from './json-value.ts'
import { limits } from './limits.ts'
import { describe } from './misfit.ts'
import { unknown } from './name.ts'
import { relatedTable, type Scope } from './scope.ts'
import { tableSql } from './table-sql.ts'

export interface Selection {
  readonly table: TableModel
  /** In declared order. */
  readonly columns: readonly ColumnModel[]
  readonly relations: readonly NestedSelection[]
  /** Rows carry `_distance`, where `nearest` is asked. */
  readonly distance: boolean
}

export interface NestedSelection {
  readonly relation: RelationModel
  readonly selection: Selection
  readonly args: NestedArguments
}

/** Of a to-many relation. */
export interface NestedArguments {
  readonly where?: unknown
  readonly orderBy?: unknown
  readonly take?: unknown
  readonly skip?: unknown
  readonly live?: unknown
}

interface Asked {
  readonly select?: unknown
  readonly include?: unknown
}

export function toSelection(scope: Scope, table: TableModel, asked: Asked, depth = 0): Selection {
  const { select, include } = asked
  if (select !== undefined && include !== undefined)
    throw new AcervoError('ACV200', "the request holds both 'select' and 'include'", {
      hint: "Name the relations inside 'select'.",
    })
  if (select !== undefined) return toSelected(scope, table, select, depth)
  const { shownColumns } = tableSql(table)
  if (include === undefined) return { table, columns: shownColumns, relations: [], distance: false }
  const entries = toEntries('include', table, include)
  for (const [name] of entries)
    if (!table.relations.has(name))
      throw unknown(
        'ACV203',
        `'${table.name}' has no relation '${name}'`,
        name,
        table.relations.keys(),
      )
  return {
    table,
    columns: shownColumns,
    relations: toRelations(scope, table, entries, depth),
    distance: false,
  }
}

function toSelected(scope: Scope, table: TableModel, select: unknown, depth: number): Selection {
  const entries = toEntries('select', table, select)
  for (const [name, value] of entries) {
    if (name === '_distance' && table.nearest !== undefined) continue
    const column = table.columns.get(name)
    if (column !== undefined) {
      if (value !== true) throw notShown(name, value)
      assertReadable(column)
    } else if (!table.relations.has(name)) {
      const known = [...table.columns.keys(), ...table.relations.keys()]
      throw unknown('ACV203', `'${table.name}' has no column or relation '${name}'`, name, known)
    }
  }
  const names = new Set(entries.map(([name]) => name))
  if (names.size === 0) throw new AcervoError('ACV200', `'select' of '${table.name}' names nothing`)
  return {
    table,
    columns: [...table.columns.values()].filter((column) => names.has(column.name)),
    relations: toRelations(scope, table, entries, depth),
    distance: names.has('_distance'),
  }
}

/** The keys that are asked for; `false` and undefined ask for nothing. */
function toEntries(
  part: 'select' | 'include',
  table: TableModel,
  value: unknown,
): readonly (readonly [string, unknown])[] {
  if (!isPlainObject(value))
    throw new AcervoError('ACV200', `'${part}' of '${table.name}' is ${describe(value)}`, {
      details: 'Allowed: an object such as { name: true }.',
    })
  return Object.entries(value).filter(([, asked]) => asked !== false && asked !== undefined)
}

function toRelations(
  scope: Scope,
  table: TableModel,
  entries: readonly (readonly [string, unknown])[],
  depth: number,
): readonly NestedSelection[] {
  const asked = new Map(entries)
  return [...table.relations.values()].flatMap((relation) => {
    const value = asked.get(relation.name)
    return value === undefined ? [] : [toNested(scope, relation, value, depth + 1)]
  })
}

const manyKeys = ['select', 'include', 'where', 'orderBy', 'take', 'skip', 'live']
const oneKeys = ['select', 'include']

function toNested(
  scope: Scope,
  relation: RelationModel,
  value: unknown,
  depth: number,
): NestedSelection {
  scope.spend()
  if (depth > limits.includeDepthMax)
    throw new AcervoError('ACV206', `'${relation.name}' is nested too deeply`, {
      details: `Allowed: ${limits.includeDepthMax} levels of include and select.`,
    })
  if (value !== true && !isPlainObject(value)) throw notShown(relation.name, value)
  const args = value === true ? {} : value
  const allowed = relation.kind === 'many' ? manyKeys : oneKeys
  for (const key of Object.keys(args))
    if (!allowed.includes(key))
      throw unknown('ACV204', `'${relation.name}' cannot take '${key}'`, key, allowed)
  const table = relatedTable(scope, relation)
  return { relation, selection: toSelection(scope, table, args, depth), args }
}

function notShown(name: string, value: unknown): AcervoError {
  return new AcervoError('ACV200', `'${name}' is asked for as ${describe(value)}`, {
    details: 'Allowed: true, false or, for a relation, an object.',
  })
}
