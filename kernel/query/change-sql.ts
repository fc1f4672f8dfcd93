// `data` of an update -> assignments. A number may be changed relative to what is stored, so that
// two writers at once both count.
import { join, raw, type Sql, sql } from '../database/sql.ts'
import { AcervoError } from '../errors/index.ts'
import type { ColumnModel, TableModel } from '../model/model.ts'
import { castOf } from './column-sql.ts'
import { toChanges } from './data.ts'
import { isPlainObject } from './json-value.ts'
import { unknown } from './name.ts'
import { toNumberText } from './number.ts'
import { parameter } from './scope.ts'
import { tableSql } from './table-sql.ts'
import { toArrayText, toText, toTypedText } from './value.ts'

const signs = { increment: '+', decrement: '-', multiply: '*', divide: '/' } as const

/** Undefined where nothing changes. `t` is the row as it stands. */
export function changesSql(table: TableModel, data: unknown): Sql | undefined {
  const changes = toChanges(table, data)
  if (changes.length === 0) return undefined
  const { quoted } = tableSql(table)
  return join(
    changes.map(
      ([column, value]) => sql`${raw(quoted(column))} = ${toChange(table, column, value)}`,
    ),
    ', ',
  )
}

function toChange(table: TableModel, column: ColumnModel, value: unknown): Sql {
  const { type } = column.spec
  if (type.name === 'json' || !isPlainObject(value))
    return parameter(table, column, toText(column, value))
  const [operation, ...others] = Object.keys(value)
  if (operation === undefined || others.length > 0)
    throw new AcervoError('ACV200', `the change of '${column.name}' is not one operation`, {
      details: "Allowed: one of 'set', 'increment', 'decrement', 'multiply', 'divide', 'push'.",
    })
  const operand = value[operation]
  if (operation === 'set') return parameter(table, column, toText(column, operand))
  if (operation === 'push' && type.name === 'array') return toPush(table, column, operand)
  const known = operationsOf(column)
  const sign = known.includes(operation) ? signs[operation as keyof typeof signs] : undefined
  if (sign === undefined)
    throw unknown('ACV204', `'${column.name}' has no operation '${operation}'`, operation, [
      'set',
      ...known,
    ])
  const isExact = type.name === 'decimal'
  const text = isExact
    ? toNumberText(column.name, operand)
    : toTypedText(column.name, type, operand)
  const own = raw(`t.${tableSql(table).quoted(column)}`)
  return sql`(${own} ${raw(sign)} ${text}::${raw(castOf(type))})`
}

function operationsOf({ spec: { type } }: ColumnModel): readonly string[] {
  const isNumber = ['integer', 'bigint', 'decimal', 'real', 'double'].includes(type.name)
  return isNumber ? Object.keys(signs) : []
}

function toPush(table: TableModel, column: ColumnModel, operand: unknown): Sql {
  const { type } = column.spec
  if (type.name !== 'array') throw new AcervoError('ACV204', `'${column.name}' is no array`)
  const items = (Array.isArray(operand) ? operand : [operand]).map((item) =>
    toTypedText(column.name, type.of, item),
  )
  const own = raw(`t.${tableSql(table).quoted(column)}`)
  return sql`(coalesce(${own}, '{}') || ${toArrayText(items)}${tableSql(table).cast(column)})`
}
