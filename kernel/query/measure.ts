// The measures of a group of rows, and the SQL of one.
import { AcervoError } from '../errors/index.ts'
import type { ColumnModel } from '../model/model.ts'
import { columnSql, type Source } from './scope.ts'

export const measures = ['_count', '_sum', '_avg', '_min', '_max'] as const
export type Measure = (typeof measures)[number]

/** The bare aggregate, for comparing and ordering. */
export function aggregateSql(source: Source, measure: Measure, column: ColumnModel): string {
  const { type } = column.spec
  const isNumber = ['integer', 'bigint', 'decimal', 'real', 'double'].includes(type.name)
  const isOrdered =
    isNumber || ['text', 'varchar', 'instant', 'date', 'time', 'inet'].includes(type.name)
  const fits =
    measure === '_count' || (measure === '_min' || measure === '_max' ? isOrdered : isNumber)
  if (!fits)
    throw new AcervoError('ACV204', `'${column.name}' cannot be measured by '${measure}'`, {
      details: `It is of the type ${type.name}.`,
    })
  return `${measure.slice(1)}(${columnSql(source, column).parts[0]})`
}
