// New rows -> one INSERT. One row travels as values, many as one array a column through unnest. A
// column absent everywhere is left to its default; absent in some rows, the default stands in per
// row.
import { join, quoteIdentifier, raw, type Sql, sql } from '../database/sql.ts'
import type { ColumnModel, TableModel } from '../model/model.ts'
import { castOf } from './column-sql.ts'
import type { Texts } from './data.ts'
import { hasSeveralPrefixes } from './prefix.ts'
import { parameter } from './scope.ts'
import { tableSql } from './table-sql.ts'
import { toArrayText } from './value.ts'

const idDefault = 'acervo.uuid7()'

type Settings = Readonly<Record<string, string>> | undefined

/** `settings` are the asker's: several key prefixes claimed, and the row takes its parent's. */
export function insertOneSql(table: TableModel, texts: Texts, settings?: Settings): Sql {
  const { name, quoted, columns: every } = tableSql(table)
  if (inherits(table, texts, settings)) return insertManySql(table, [texts], settings)
  const columns = every.filter((_, at) => texts[at] !== undefined)
  const names = columns.map(quoted)
  const value = (column: ColumnModel) =>
    parameter(table, column, texts[every.indexOf(column)] ?? null)
  const values = columns.map(value)
  const stamped = stampedId(table, columns)
  if (stamped !== undefined) {
    // A default that moves on would differ between the instant and the id: one row of many says it once.
    if (!columns.includes(stamped.by)) return insertManySql(table, [texts], settings)
    names.push(quoted(stamped.id))
    values.push(sql`acervo.uuid7(${value(stamped.by)})`)
  }
  if (names.length === 0) return sql`insert into ${raw(name)} as t default values`
  return sql`insert into ${raw(name)} as t (${raw(names.join(', '))}) values (${join(values, ', ')})`
}

/** `rows` are not empty. */
export function insertManySql(table: TableModel, rows: readonly Texts[], settings?: Settings): Sql {
  const { columns, mixed } = shapeOf(table, rows)
  if (columns.length === 0) return insertDefaultsSql(table, rows.length)
  const positions = columns.map((column) => tableSql(table).columns.indexOf(column))
  const arrays = columns.map((column, at) =>
    arraySql(
      column,
      rows.map((row) => row[positions[at] as number] ?? null),
    ),
  )
  const flags = mixed.map((column) => {
    const position = tableSql(table).columns.indexOf(column)
    return sql`${toArrayText(rows.map((row) => String(row[position] !== undefined)))}::boolean[]`
  })
  const names = [...columns.map((_, at) => `c${at}`), ...mixed.map((_, at) => `p${at}`)].join(', ')
  const from = sql` from unnest(${join([...arrays, ...flags], ', ')}) as s(${raw(names)})`
  return insertStagedSql(table, { columns, mixed }, from, settings)
}

/** From staged rows `s`: a default where a row gives no value, and the parent's key prefix by a join. */
export function insertStagedSql(
  table: TableModel,
  { columns, mixed }: Shape,
  from: Sql,
  settings: Settings,
): Sql {
  const expressions = stagedValues(columns, mixed)
  const parent = hasSeveralPrefixes(table, settings)
    ? parentSql(table, columns, expressions)
    : undefined
  const { keyPrefix } = table
  if (parent === undefined || keyPrefix === undefined)
    return insertSelectSql(table, columns, expressions, from)
  const at = columns.indexOf(keyPrefix)
  const flag = mixed.indexOf(keyPrefix)
  if (at !== -1 && flag === -1) return insertSelectSql(table, columns, expressions, from)
  const joined = sql`${from}${raw(parent.join)}`
  if (at === -1)
    return insertSelectSql(table, [...columns, keyPrefix], [...expressions, parent.value], joined)
  const list = [...expressions]
  list[at] = `case when s.p${flag} then s.c${at} else ${parent.value} end`
  return insertSelectSql(table, columns, list, joined)
}

/** Undefined where the rows do not give the link: its default is nobody's to guess. */
function parentSql(
  table: TableModel,
  columns: readonly ColumnModel[],
  expressions: readonly string[],
): { readonly join: string; readonly value: string } | undefined {
  const { prefixThrough, schema } = table
  const given = prefixThrough?.on.filter(([here]) => columns.includes(here)) ?? []
  if (prefixThrough === undefined || given.length === 0) return undefined
  const on = given.map(
    ([here, there]) => `q.${quoteIdentifier(there)} = ${expressions[columns.indexOf(here)]}`,
  )
  const name = `${quoteIdentifier(schema)}.${quoteIdentifier(prefixThrough.table)}`
  const names = given.map(([here]) => `''${here.name}''`).join(', ')
  const refusal = `acervo.refuse('AV303', '${names} of ''${table.name}'' leads to no row')::uuid`
  return {
    join: ` left join ${name} q on ${on.join(' and ')}`,
    // Policies hide the rows of others: they are as absent as those that do not exist.
    value: `coalesce(q.${quoteIdentifier(prefixThrough.column)}, ${refusal})`,
  }
}

function inherits(table: TableModel, texts: Texts, settings: Settings): boolean {
  const { keyPrefix, prefixThrough } = table
  if (keyPrefix === undefined || prefixThrough === undefined) return false
  const at = tableSql(table).positions.get(keyPrefix.name) ?? -1
  return texts[at] === undefined && hasSeveralPrefixes(table, settings)
}

export interface Shape {
  /** Given by some row. */
  readonly columns: readonly ColumnModel[]
  /** Given by some rows only, while the others take a default. */
  readonly mixed: readonly ColumnModel[]
}

export function shapeOf(table: TableModel, rows: readonly Texts[]): Shape {
  const { columns: every } = tableSql(table)
  const columns = every.filter((_, at) => rows.some((row) => row[at] !== undefined))
  const mixed = columns.filter((column) => {
    const at = every.indexOf(column)
    return column.spec.default !== undefined && rows.some((row) => row[at] === undefined)
  })
  return { columns, mixed }
}

/** Expressions over staged rows `s`, whose values are c0, c1, … and whose flags p0, p1, … */
function stagedValues(
  columns: readonly ColumnModel[],
  mixed: readonly ColumnModel[],
): readonly string[] {
  return columns.map((column, at) => {
    const value = isNested(column) ? `s.c${at}::${castOf(column.spec.type)}` : `s.c${at}`
    const flag = mixed.indexOf(column)
    return flag === -1
      ? value
      : `case when s.p${flag} then ${value} else ${column.spec.default} end`
  })
}

/** `insert into t (columns) select expressions from ...`, with the stamped id of a partitioned table. */
function insertSelectSql(
  table: TableModel,
  columns: readonly ColumnModel[],
  expressions: readonly string[],
  from: Sql,
): Sql {
  const { name, quoted } = tableSql(table)
  const stamped = stampedId(table, columns)
  const insert = (names: readonly string[], list: readonly string[]) =>
    raw(`insert into ${name} as t (${names.join(', ')}) select ${list.join(', ')}`)
  const names = columns.map(quoted)
  if (stamped === undefined) return sql`${insert(names, expressions)}${from}`
  const at = columns.indexOf(stamped.by)
  const instant = at === -1 ? (stamped.by.spec.default ?? 'null') : (expressions[at] as string)
  if (at === -1) names.push(quoted(stamped.by))
  const list = [...expressions]
  list[at === -1 ? list.length : at] = 'p.instant'
  // OFFSET 0 keeps the planner from writing the instant twice: a volatile one would differ from its id.
  const place = raw(` cross join lateral (select ${instant} as instant offset 0) p`)
  const head = insert([...names, quoted(stamped.id)], [...list, 'acervo.uuid7(p.instant)'])
  return sql`${head}${from}${place}`
}

/** The id of a partitioned table carries its row's instant. */
function stampedId(table: TableModel, given: readonly ColumnModel[]) {
  const id = table.columns.get('id')
  const isStamped =
    table.partition !== undefined && id?.spec.default === idDefault && !given.includes(id)
  return isStamped ? { id, by: table.partition.by } : undefined
}

function insertDefaultsSql(table: TableModel, count: number): Sql {
  const first = table.primaryKey[0] as ColumnModel
  return insertSelectSql(
    table,
    [first],
    [first.spec.default ?? 'null'],
    sql` from generate_series(1, ${String(count)}::int)`,
  )
}

function arraySql(column: ColumnModel, texts: readonly (string | null)[]): Sql {
  const type = isNested(column) ? 'text' : castOf(column.spec.type)
  return sql`${toArrayText(texts)}::${raw(type)}[]`
}

/** unnest() would take an array of arrays apart to its last item: these travel as texts. */
export function isNested({ spec: { type } }: ColumnModel): boolean {
  return type.name === 'array' || type.name === 'vector'
}
