// One column's filter -> a condition. A bare value means equality; `in` is `= any($1)`, so that
// the text of a statement does not depend on the length of a list.
import { join, raw, type Sql, sql } from '../database/sql.ts'
import { AcervoError } from '../errors/index.ts'
import type { ColumnModel } from '../model/model.ts'
import { castOf } from './column-sql.ts'
import { isPlainObject } from './json-value.ts'
import { limits } from './limits.ts'
import { describe, misfit } from './misfit.ts'
import { unknown } from './name.ts'
import { assertDepth, columnSql, type Source } from './scope.ts'
import { tableSql } from './table-sql.ts'
import { toArrayText, toComparedText, toPlainText, toTypedText } from './value.ts'

const equality = ['equals', 'not', 'in', 'notIn'] as const
const order = ['lt', 'lte', 'gt', 'gte'] as const
const words = ['contains', 'startsWith', 'endsWith', 'mode'] as const

function operatorsOf({ spec: { type } }: ColumnModel): readonly string[] {
  switch (type.name) {
    case 'text':
    case 'varchar':
      return [...equality, ...order, ...words]
    case 'boolean':
    case 'bytes':
      return equality
    case 'json':
      return ['equals', 'not', 'path']
    case 'array':
      return ['equals', 'not', 'has', 'hasSome', 'hasEvery', 'isEmpty']
    case 'vector':
    case 'searchVector':
      return ['equals', 'not']
    default:
      return [...equality, ...order]
  }
}

export function toColumnFilter(
  source: Source,
  column: ColumnModel,
  given: unknown,
  depth = 0,
): Sql {
  assertDepth(depth)
  if (!isFilter(column, given)) return toEquality(source, column, given)
  const allowed = operatorsOf(column)
  const conditions: Sql[] = []
  for (const operator of Object.keys(given)) {
    if (!allowed.includes(operator))
      throw unknown(
        'ACV204',
        `'${column.name}' cannot be filtered by '${operator}'`,
        operator,
        allowed,
      )
    if (operator === 'mode' || operator === 'path') continue
    conditions.push(toOperator(source, column, operator, given, depth))
  }
  if (conditions.length === 0)
    throw new AcervoError('ACV200', `the filter of '${column.name}' holds no operator`, {
      details: `Allowed: ${allowed.join(', ')}.`,
    })
  return join(conditions, ' and ')
}

/** An object is a filter, also for a json column: its own objects are asked for with `equals`. */
function isFilter(
  _column: ColumnModel,
  given: unknown,
): given is Readonly<Record<string, unknown>> {
  return isPlainObject(given)
}

function toOperator(
  source: Source,
  column: ColumnModel,
  operator: string,
  filter: Readonly<Record<string, unknown>>,
  depth: number,
): Sql {
  const value = filter[operator]
  if (value === undefined) throw misfit(`${column.name}.${operator}`, value, 'a value')
  if (filter.path !== undefined) return toPathFilter(source, column, operator, filter)
  const insensitive = isInsensitive(column, filter.mode)
  switch (operator) {
    case 'equals':
      return toEquality(source, column, value, insensitive)
    case 'not':
      return toNegation(source, column, value, insensitive, depth + 1)
    case 'in':
      return sql`${subject(source, column, insensitive)} = any(${list(source, column, value, insensitive)})`
    case 'notIn':
      return sql`${subject(source, column, insensitive)} <> all(${list(source, column, value, insensitive)})`
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
      return toComparison(source, column, operator, value, insensitive)
    case 'contains':
    case 'startsWith':
    case 'endsWith':
      return toPattern(source, column, operator, value, insensitive)
    default:
      return toArrayFilter(source, column, operator, value)
  }
}

function toEquality(source: Source, column: ColumnModel, value: unknown, insensitive = false): Sql {
  if (value === null) return sql`${columnSql(source, column)} is null`
  assertComparable(column)
  return sql`${subject(source, column, insensitive)} = ${single(source, column, value, insensitive)}`
}

function toNegation(
  source: Source,
  column: ColumnModel,
  value: unknown,
  insensitive: boolean,
  depth: number,
): Sql {
  if (value === null) return sql`${columnSql(source, column)} is not null`
  if (isFilter(column, value) && column.spec.type.name !== 'json')
    return sql`not (${toColumnFilter(source, column, insensitive ? { mode: 'insensitive', ...value } : value, depth)})`
  assertComparable(column)
  return sql`${subject(source, column, insensitive)} <> ${single(source, column, value, insensitive)}`
}

const signs = { lt: '<', lte: '<=', gt: '>', gte: '>=' } as const

function toComparison(
  source: Source,
  column: ColumnModel,
  operator: keyof typeof signs,
  value: unknown,
  insensitive: boolean,
): Sql {
  if (value === null) throw misfit(`${column.name}.${operator}`, value, 'a value')
  const sign = raw(` ${signs[operator]} `)
  return sql`${subject(source, column, insensitive)}${sign}${single(source, column, value, insensitive)}`
}

function toPattern(
  source: Source,
  column: ColumnModel,
  operator: 'contains' | 'startsWith' | 'endsWith',
  value: unknown,
  insensitive: boolean,
): Sql {
  const text = toPlainText(`${column.name}.${operator}`, value).replace(/[\\%_]/g, '\\$&')
  const head = operator === 'startsWith' ? '' : '%'
  const tail = operator === 'endsWith' ? '' : '%'
  const pattern = fold(sql`${`${head}${text}${tail}`}::text`, insensitive)
  return sql`${subject(source, column, insensitive)} like ${pattern}`
}

function toArrayFilter(source: Source, column: ColumnModel, operator: string, value: unknown): Sql {
  const { type } = column.spec
  if (type.name !== 'array') throw misfit(column.name, value, 'a filter of arrays')
  const own = columnSql(source, column)
  const cast = raw(castOf(type.of))
  if (operator === 'isEmpty') {
    if (typeof value !== 'boolean') throw misfit(`${column.name}.isEmpty`, value, 'true or false')
    return value ? sql`cardinality(${own}) = 0` : sql`cardinality(${own}) > 0`
  }
  const name = `${column.name}.${operator}`
  if (operator === 'has') return sql`${toTypedText(name, type.of, value)}::${cast} = any(${own})`
  const items = assertList(name, value).map((item) => toTypedText(name, type.of, item))
  const sign = raw(operator === 'hasSome' ? '&&' : '@>')
  return sql`${own} ${sign} ${toArrayText(items)}::${cast}[]`
}

/** Inside a document: `{ path: ['address', 'city'], equals: 'Oviedo' }`. */
function toPathFilter(
  source: Source,
  column: ColumnModel,
  operator: string,
  filter: Readonly<Record<string, unknown>>,
): Sql {
  const name = `${column.name}.path`
  const path = assertList(name, filter.path).map((part) => toPlainText(name, part))
  const own = sql`${columnSql(source, column)} #> ${toArrayText(path)}::text[]`
  const value = filter[operator]
  if (value === null) {
    const sign = raw(operator === 'not' ? '<>' : '=')
    return sql`coalesce(${own}, 'null'::jsonb) ${sign} 'null'::jsonb`
  }
  const text = toTypedText(column.name, column.spec.type, value)
  const sign = raw(operator === 'not' ? ' <> ' : ' = ')
  return sql`(${own})${sign}${text}::jsonb`
}

function subject(source: Source, column: ColumnModel, insensitive: boolean): Sql {
  return fold(columnSql(source, column), insensitive)
}

function single(source: Source, column: ColumnModel, value: unknown, insensitive: boolean): Sql {
  // A folded text is compared as it is: 'MADRID' need not be one of the declared words.
  const text = insensitive ? toPlainText(column.name, value) : toComparedText(column, value)
  return fold(sql`${text}${tableSql(source.table).cast(column)}`, insensitive)
}

function list(source: Source, column: ColumnModel, value: unknown, insensitive: boolean): Sql {
  const texts = assertList(column.name, value).map((item) =>
    insensitive ? toPlainText(column.name, item) : toComparedText(column, item),
  )
  const array = sql`${toArrayText(texts)}${tableSql(source.table).cast(column)}[]`
  if (!insensitive) return array
  return sql`array(select lower(item collate "und-x-icu") from unnest(${array}) item)`
}

function fold(expression: Sql, insensitive: boolean): Sql {
  return insensitive ? sql`lower(${expression} collate "und-x-icu")` : expression
}

function isInsensitive(column: ColumnModel, mode: unknown): boolean {
  if (mode === undefined || mode === 'default') return false
  if (mode === 'insensitive') return true
  throw misfit(`${column.name}.mode`, mode, "'default' or 'insensitive'")
}

function assertComparable(column: ColumnModel): void {
  const { name } = column.spec.type
  if (name !== 'vector' && name !== 'searchVector') return
  throw new AcervoError('ACV204', `'${column.name}' can only be compared with null`, {
    hint: name === 'vector' ? "Use 'nearest'." : "Use 'q'.",
  })
}

function assertList(name: string, value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw misfit(name, value, 'an array')
  if (value.length > limits.listMax)
    throw new AcervoError('ACV206', `'${name}' lists ${value.length} values`, {
      details: `Allowed: ${limits.listMax}.`,
    })
  if (value.includes(null)) {
    throw new AcervoError('ACV205', `'${name}' lists null`, {
      details: `Given: ${describe(value)}.`,
      hint: 'Ask for rows without a value by OR: [{ column: null }, …].',
    })
  }
  return value
}
