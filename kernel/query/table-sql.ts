// Fragments of a table that no request changes, rendered once per Model: quoted names, casts and
// the list of columns that an answer shows by default.
import { quoteIdentifier, raw, type Sql } from '../database/sql.ts'
import type { ColumnModel, TableModel } from '../model/model.ts'
import { isSealed, renderMarker } from './coded/marker.ts'
import { castOf, renderJson } from './column-sql.ts'

export interface TableSql {
  /** "schema"."table" */
  readonly name: string
  /** What is shown without `select`, as the list of a sub-select. */
  shown(alias: string): string
  readonly shownColumns: readonly ColumnModel[]
  /** Whether `shown` holds encrypted columns. */
  readonly showsSealed: boolean
  /** In declared order; positions count from it. */
  readonly columns: readonly ColumnModel[]
  readonly positions: ReadonlyMap<string, number>
  /** Positions of the columns that every new row must give. */
  readonly required: readonly number[]
  cast(column: ColumnModel): Sql
  quoted(column: ColumnModel): string
}

const known = new WeakMap<TableModel, TableSql>()

export function tableSql(table: TableModel): TableSql {
  const found = known.get(table)
  if (found !== undefined) return found
  const born = build(table)
  known.set(table, born)
  return born
}

function build(table: TableModel): TableSql {
  const columns = [...table.columns.values()]
  const shownColumns = columns.filter((column) => column.spec.hidden !== true)
  const casts = new Map(columns.map((column) => [column, raw(`::${castOf(column.spec.type)}`)]))
  const quoted = new Map(columns.map((column) => [column, quoteIdentifier(column.sqlName)]))
  const lists = new Map<string, string>()
  const noCast = raw('')
  return Object.freeze({
    name: `${quoteIdentifier(table.schema)}.${quoteIdentifier(table.sqlName)}`,
    shownColumns,
    showsSealed: shownColumns.some(isSealed),
    columns,
    positions: new Map(columns.map(({ name }, at) => [name, at])),
    required: columns.flatMap(({ spec, insertable }, at) =>
      insertable && !spec.optional && spec.default === undefined ? [at] : [],
    ),
    shown(alias: string) {
      const list = lists.get(alias) ?? renderList(table, shownColumns, alias)
      lists.set(alias, list)
      return list
    },
    cast: (column: ColumnModel) => casts.get(column) ?? noCast,
    quoted: (column: ColumnModel) => quoted.get(column) ?? quoteIdentifier(column.sqlName),
  })
}

export function renderList(
  table: TableModel,
  columns: readonly ColumnModel[],
  alias: string,
): string {
  const render = (column: ColumnModel) =>
    isSealed(column) ? renderMarker(table, column, alias) : renderJson(column, alias)
  return columns.map((column) => `${render(column)} as ${quoteIdentifier(column.name)}`).join(', ')
}
