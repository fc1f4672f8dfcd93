// `data` -> columns with texts. What may not be written, is not a column or is missing is told by
// name.
import { AcervoError, isAcervoError } from '../errors/index.ts'
import type { ColumnModel, TableModel } from '../model/model.ts'
import { isForged } from './coded/encoded.ts'
import { assertSchema } from './json-schema.ts'
import { isPlainObject } from './json-value.ts'
import { describe } from './misfit.ts'
import { unknown } from './name.ts'
import { tableSql } from './table-sql.ts'
import { toText } from './value.ts'

/** A row by the positions of its table's columns; undefined where none is given. */
export type Texts = readonly (string | null | undefined)[]

/** `checked`: coded columns hold what a client gives, and the texts are no rows to write. */
export function toNewRow(table: TableModel, data: unknown, checked = false): Texts {
  const { columns, required, positions } = tableSql(table)
  const texts: (string | null | undefined)[] = new Array(columns.length)
  if (table.kind !== 'table') assertTable(table)
  if (!isPlainObject(data)) throw notData(table, data)
  for (const name of Object.keys(data)) {
    const value = data[name]
    if (value === undefined) continue
    const position = positions.get(name)
    const column = position === undefined ? undefined : columns[position]
    if (position === undefined || column === undefined) throw unknownColumn(table, name)
    if (!column.insertable || isForged(column, value))
      throw notWritable(table, column, 'insertable')
    if (checked || column.spec.codec === undefined) assertSchema(column, value)
    texts[position] =
      checked && column.spec.codec !== undefined
        ? assertPlain(column, value)
        : toText(column, value)
  }
  for (const position of required)
    if (texts[position] === undefined) throw missing(table, columns[position] as ColumnModel)
  return texts
}

/** @throws what is wrong with a row before the database is asked. */
export function assertNewRow(table: TableModel, row: unknown): void {
  toNewRow(table, row, true)
}

/** Of a secret an error tells nothing: what is wrong with it is told where it is encoded. */
function assertPlain(column: ColumnModel, value: unknown): null {
  if (column.spec.codec?.form !== 'blind' && value !== null) return null
  toText(column, value)
  return null
}

/** A mistake names the row it stands in. */
export function toNumberedRow(table: TableModel, row: unknown, at: number): Texts {
  try {
    return toNewRow(table, row)
  } catch (error) {
    if (!isAcervoError(error)) throw error
    throw new AcervoError(error.code, `row ${at}: ${error.message}`, {
      ...(error.details === undefined ? {} : { details: error.details }),
      ...(error.hint === undefined ? {} : { hint: error.hint }),
      cause: error,
    })
  }
}

/** The columns that an update gives, in declared order, so that its text does not depend on the keys' order. */
export function toChanges(
  table: TableModel,
  data: unknown,
): readonly (readonly [ColumnModel, unknown])[] {
  assertTable(table)
  if (!isPlainObject(data)) throw notData(table, data)
  const given = new Set<ColumnModel>()
  for (const name of Object.keys(data)) {
    if (data[name] === undefined) continue
    const column = table.columns.get(name)
    if (column === undefined) throw unknownColumn(table, name)
    if (!column.updatable || isForged(column, data[name]))
      throw notWritable(table, column, 'updatable')
    if (column.spec.codec === undefined) assertSchema(column, data[name])
    given.add(column)
  }
  const { columns } = tableSql(table)
  return columns.filter((column) => given.has(column)).map((column) => [column, data[column.name]])
}

export function assertTable(table: TableModel): void {
  if (table.kind === 'table') return
  throw new AcervoError('ACV211', `'${table.name}' is a view and cannot be written`)
}

function notData(table: TableModel, data: unknown): AcervoError {
  return new AcervoError('ACV200', `the data of '${table.name}' is ${describe(data)}`, {
    details: 'Allowed: an object of columns.',
  })
}

function missing(table: TableModel, column: ColumnModel): AcervoError {
  const { columns, required } = tableSql(table)
  return new AcervoError('ACV305', `'${column.name}' of '${table.name}' is missing`, {
    details: `Required: ${required.map((position) => columns[position]?.name).join(', ')}.`,
  })
}

function unknownColumn(table: TableModel, name: string): AcervoError {
  const relation = table.relations.get(name)
  if (relation === undefined)
    return unknown('ACV203', `'${table.name}' has no column '${name}'`, name, table.columns.keys())
  const [column] = relation.on[0] ?? []
  return new AcervoError('ACV208', `'${name}' is a relation and cannot be written`, {
    hint:
      relation.kind === 'many'
        ? `Write '${relation.table}' itself, in one transaction.`
        : `Give '${column}'.`,
  })
}

function notWritable(
  table: TableModel,
  column: ColumnModel,
  allowed: 'insertable' | 'updatable',
): AcervoError {
  const reason =
    allowed === 'updatable' && column.insertable
      ? 'It is written once, when the row is created.'
      : 'The database writes it.'
  return new AcervoError('ACV208', `'${column.name}' of '${table.name}' may not be written`, {
    details: reason,
  })
}
