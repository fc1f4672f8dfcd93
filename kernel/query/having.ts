// `having` -> a condition over groups: `{ amount: { _sum: { gt: '100' } } }`, and grouped columns
// like `where`.
import { join, raw, type Sql, sql } from '../database/sql.ts'
import { AcervoError } from '../errors/index.ts'
import type { ColumnModel } from '../model/model.ts'
import { toColumnFilter } from './filter.ts'
import { isPlainObject } from './json-value.ts'
import { aggregateSql, type Measure, measures } from './measure.ts'
import { describe, misfit } from './misfit.ts'
import { findColumn, unknown } from './name.ts'
import { toNumberText } from './number.ts'
import type { Source } from './scope.ts'
import { tableSql } from './table-sql.ts'
import { toComparedText } from './value.ts'

const signs = { equals: '=', not: '<>', lt: '<', lte: '<=', gt: '>', gte: '>=' } as const

export function toHaving(
  source: Source,
  having: unknown,
  by: readonly ColumnModel[],
): Sql | undefined {
  if (having === undefined) return undefined
  if (!isPlainObject(having))
    throw new AcervoError('ACV200', `'having' is ${describe(having)}`, {
      details: 'Allowed: an object of columns.',
    })
  const conditions = Object.keys(having).flatMap((name) => {
    const column = findColumn(source.table, name)
    const filter = having[name]
    const asked = isPlainObject(filter)
      ? measures.filter((measure) => filter[measure] !== undefined)
      : []
    if (!isPlainObject(filter) || asked.length === 0) {
      if (by.includes(column)) return [toColumnFilter(source, column, filter)]
      throw new AcervoError('ACV200', `'having' compares '${name}' without a measure`, {
        details: `Allowed: ${measures.join(', ')}; columns of 'by' directly.`,
      })
    }
    const other = Object.keys(filter).find((key) => !measures.some((measure) => measure === key))
    if (other !== undefined)
      throw unknown('ACV204', `'having' has no measure '${other}'`, other, measures)
    return asked.map((measure) => toMeasured(source, column, measure, filter[measure]))
  })
  return conditions.length === 0 ? undefined : join(conditions, ' and ')
}

function toMeasured(source: Source, column: ColumnModel, measure: Measure, given: unknown): Sql {
  const bare = raw(aggregateSql(source, measure, column))
  const filter = isPlainObject(given) ? given : { equals: given }
  const conditions = Object.keys(filter).map((operator) => {
    const known = Object.keys(signs)
    if (!known.includes(operator))
      throw unknown('ACV204', `'having' has no operator '${operator}'`, operator, known)
    const sign = raw(` ${signs[operator as keyof typeof signs]} `)
    return sql`${bare}${sign}${toOperand(source, column, measure, filter[operator])}`
  })
  if (conditions.length === 0) throw misfit(`${column.name}.${measure}`, given, 'a comparison')
  return join(conditions, ' and ')
}

function toOperand(source: Source, column: ColumnModel, measure: Measure, value: unknown): Sql {
  if (measure === '_min' || measure === '_max')
    return sql`${toComparedText(column, value)}${tableSql(source.table).cast(column)}`
  return sql`${toNumberText(`${column.name}.${measure}`, value)}::numeric`
}
