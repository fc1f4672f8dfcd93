// A writing statement and the rows it answers with: `with w as (insert ... returning ...) select
// json`, so that select and include work on what was written. Nested rows are those of before the
// statement.
import { quoteIdentifier, raw, type Sql, sql } from '../database/sql.ts'
import type { ColumnModel, TableModel } from '../model/model.ts'
import { boundColumns, isSealed } from './coded/marker.ts'
import type { ReadOptions } from './plan-read.ts'
import type { Request } from './request.ts'
import { type Markers, rowList } from './row-sql.ts'
import type { Scope } from './scope.ts'
import { type Selection, toSelection } from './selection.ts'

/** `write` makes the statement from its `returning` list; `more` are CTEs that read `w`. */
export function answerSql(
  scope: Scope,
  table: TableModel,
  request: Request,
  markers: Markers,
  options: ReadOptions,
  write: (returning: Sql) => Sql,
  more: { readonly columns: readonly ColumnModel[]; readonly ctes: readonly Sql[] } = noMore,
): Sql {
  const selection = toSelection(scope, table, request)
  const source = { table, alias: scope.alias() }
  const list = rowList(scope, source, selection, markers)
  const version = options.version === true ? raw(`, ${source.alias}.${versionName}`) : raw('')
  const ctes = more.ctes.reduce((sum, cte) => sql`${sum}, ${cte}`, raw(''))
  const statement = write(returningSql(table, selection, options, more.columns))
  const from = sql`w ${raw(source.alias)} cross join lateral (select ${list}) r`
  return sql`with w as (${statement})${ctes} select row_to_json(r)${version} from ${from}`
}

const noMore = Object.freeze({ columns: [], ctes: [] })
const versionName = 'acervo_version'

function returningSql(
  table: TableModel,
  selection: Selection,
  options: ReadOptions,
  more: readonly ColumnModel[],
): Sql {
  const linked = selection.relations.flatMap(({ relation }) =>
    relation.on.map(([name]) => table.columns.get(name) as ColumnModel),
  )
  const bound = selection.columns.some(isSealed) ? boundColumns(table) : []
  const columns = [...new Set([...selection.columns, ...linked, ...bound, ...more])]
  const names = columns.map((column) => `t.${quoteIdentifier(column.sqlName)}`)
  if (options.version === true) {
    // A partitioned table returns no system columns; what this transaction wrote carries its own number.
    const version = table.partition === undefined ? 't.xmin' : 'pg_current_xact_id()::xid'
    names.push(`${version} as ${versionName}`)
  }
  return raw(` returning ${names.length === 0 ? '1' : names.join(', ')}`)
}
