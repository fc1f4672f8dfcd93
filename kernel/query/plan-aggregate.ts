// count, aggregate and groupBy as plans: one JSON row a group, shaped as Prisma's answers. Sums and
// averages of exact numbers are texts, because JSON's numbers would lose digits.
import { quoteIdentifier, raw, type Sql, sql } from '../database/sql.ts'
import type { Result } from '../database/target.ts'
import { AcervoError } from '../errors/index.ts'
import type { ColumnModel, TableModel } from '../model/model.ts'
import { renderValue } from '../table/json-value.ts'
import { assertOrdered } from './coded/encoded.ts'
import { renderJson } from './column-sql.ts'
import { toHaving } from './having.ts'
import { isPlainObject } from './json-value.ts'
import { limits } from './limits.ts'
import { aggregateSql, type Measure, measures } from './measure.ts'
import { describe } from './misfit.ts'
import { findColumn } from './name.ts'
import { toDirection, toEntries } from './order.ts'
import { toAnswer, toCountAnswer } from './plan-find.ts'
import type { Planned, Planning } from './planning.ts'
import { searchOf } from './ranking.ts'
import type { Request } from './request.ts'
import { pageSql, toCount } from './row-sql.ts'
import { all, columnSql, fromSql, liveSql, type Source } from './scope.ts'
import { toNamedStatement } from './statement-name.ts'
import { toWhere } from './where.ts'

export function planCount(planning: Planning): Planned {
  const source = { table: planning.table, alias: planning.scope.alias() }
  const statement = sql`select count(*) from ${fromSql(source)}${whereSql(planning, source)}`
  return {
    statements: [toNamedStatement(planning.model, statement)],
    read: ([result]) => toCountAnswer(Number((result as Result).rows[0]?.[0] ?? 0)),
  }
}

export function planAggregate(planning: Planning): Planned {
  const source = { table: planning.table, alias: planning.scope.alias() }
  const list = measureLists(source, planning.request)
  if (list.length === 0)
    throw new AcervoError('ACV200', 'the request aggregates nothing', {
      details: `Allowed: ${measures.join(', ')}.`,
    })
  const from = sql`${fromSql(source)}${whereSql(planning, source)}`
  const statement = sql`select row_to_json(r) from (select ${raw(list.join(', '))} from ${from}) r`
  return {
    statements: [toNamedStatement(planning.model, statement)],
    read: ([result]) => toAnswer(result as Result, {}),
  }
}

export function planGroupBy(planning: Planning): Planned {
  const { table, request, scope, model } = planning
  const source = { table, alias: scope.alias() }
  const by = toBy(table, request.by)
  const take = toCount('take', request.take)
  const shown = by.map(
    (column) => `${renderJson(column, source.alias)} as ${quoteIdentifier(column.name)}`,
  )
  const list = raw([...shown, ...measureLists(source, request)].join(', '))
  const groups = raw(by.map((column) => `${columnSql(source, column).parts[0]}`).join(', '))
  const having = toHaving(source, request.having, by)
  const order = orderSql(source, request, by)
  const page = pageSql(take ?? limits.rowsMax + 1, request.skip)
  const kept = having === undefined ? raw('') : sql` having ${having}`
  const from = sql`${fromSql(source)}${whereSql(planning, source)}`
  const rows = sql`select ${list} from ${from} group by ${groups}${kept} order by ${order}${page}`
  const statement = sql`select row_to_json(r) from (${rows}) r`
  return {
    statements: [toNamedStatement(model, statement)],
    read: ([result]) => {
      const answer = toAnswer(result as Result, { take: take ?? limits.rowsMax })
      if (take === undefined && answer.hasMore)
        throw new AcervoError('ACV206', `there are more than ${limits.rowsMax} groups`, {
          hint: 'Give take.',
        })
      return answer
    },
  }
}

function whereSql({ scope, request }: Planning, source: Source): Sql {
  const condition = all([
    toWhere(scope, source, request.where),
    liveSql(source, request.live),
    searchOf(source, request.q)?.condition,
  ])
  return condition === undefined ? raw('') : sql` where ${condition}`
}

/** `{ _sum: { amount: true } }` -> a JSON object under the name of the measure. */
function measureLists(source: Source, request: Request): readonly string[] {
  return measures.flatMap((measure) => {
    const asked = request[measure]
    if (asked === undefined || asked === false) return []
    const name = quoteIdentifier(measure)
    if (asked === true && measure === '_count') return [`count(*) as ${name}`]
    const items = measuredColumns(source.table, measure, asked).map(([key, column]) => {
      const expression =
        column === undefined ? countRows(source) : renderMeasure(source, measure, column)
      return `${expression} as ${quoteIdentifier(key)}`
    })
    return [`(select row_to_json(m) from (select ${items.join(', ')}) m) as ${name}`]
  })
}

/** In a sub-select count(*) would count the sub-select's own row: a column of the table makes it ours. */
function countRows(source: Source): string {
  const [key] = source.table.primaryKey
  return `count(${key === undefined ? source.alias : columnSql(source, key).parts[0]})`
}

function measuredColumns(
  table: TableModel,
  measure: Measure,
  asked: unknown,
): readonly (readonly [string, ColumnModel | undefined])[] {
  const keys = isPlainObject(asked) ? Object.keys(asked).filter((key) => asked[key] === true) : []
  if (keys.length === 0)
    throw new AcervoError('ACV200', `'${measure}' is ${describe(asked)}`, {
      details: 'Allowed: an object of columns, such as { amount: true }.',
    })
  return keys.map((key) =>
    key === '_all' && measure === '_count' ? [key, undefined] : [key, findColumn(table, key)],
  )
}

function renderMeasure(source: Source, measure: Measure, column: ColumnModel): string {
  const bare = aggregateSql(source, measure, column)
  const { type } = column.spec
  if (measure === '_count') return bare
  if (measure === '_min' || measure === '_max') return renderValue(type, bare)
  const isExact = type.name === 'decimal' || type.name === 'bigint'
  if (isExact) return `${bare}::text`
  return measure === '_avg' ? `(${bare})::double precision` : bare
}

function toBy(table: TableModel, by: unknown): readonly ColumnModel[] {
  const names: readonly unknown[] = Array.isArray(by) ? by : []
  if (names.length === 0 || names.length > limits.orderKeysMax)
    throw new AcervoError('ACV200', `'by' is ${describe(by)}`, {
      details: `Allowed: an array of 1 to ${limits.orderKeysMax} columns.`,
    })
  const columns = names.map((name) => findColumn(table, String(name)))
  for (const column of columns) assertOrdered(column, 'grouped')
  for (const { name, spec } of columns)
    if (['json', 'vector', 'searchVector'].includes(spec.type.name))
      throw new AcervoError('ACV204', `rows cannot be grouped by '${name}'`)
  return [...new Set(columns)]
}

/** By grouped columns, or by a measure: `{ _count: { id: 'desc' } }`. */
function orderSql(source: Source, request: Request, by: readonly ColumnModel[]): Sql {
  const items = toEntries(source.table, request.orderBy).flatMap(([name, value]) => {
    const measure = measures.find((one) => one === name)
    if (measure === undefined) {
      const column = findColumn(source.table, name)
      if (!by.includes(column))
        throw new AcervoError('ACV200', `groups cannot be ordered by '${name}'`, {
          hint: `Name it in 'by'.`,
        })
      return `${columnSql(source, column).parts[0]} ${toDirection(name, value)}`
    }
    const entries = isPlainObject(value) ? Object.entries(value) : []
    if (entries.length === 0)
      throw new AcervoError('ACV200', `the order by '${name}' names no column`)
    return entries.map(([key, direction]) => {
      const expression =
        key === '_all' && measure === '_count'
          ? 'count(*)'
          : aggregateSql(source, measure, findColumn(source.table, key))
      return `${expression} ${toDirection(name, direction)}`
    })
  })
  return raw([...items, ...by.map((column) => columnSql(source, column).parts[0])].join(', '))
}
