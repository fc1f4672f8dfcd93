// Names of a request -> parts of the Model. An unknown name is told with the nearest known one.
import { AcervoError, type ErrorCode, nearestHint } from '../errors/index.ts'
import type { ColumnModel, DatabaseModel, Model, TableModel } from '../model/model.ts'

export function findDatabase(model: Model, name: string): DatabaseModel {
  const found = model.databases.get(name)
  if (found === undefined)
    throw unknown('ACV201', `there is no database '${name}'`, name, model.databases.keys())
  return found
}

export function findTable(model: Model, database: string, name: string): TableModel {
  const { tables } = findDatabase(model, database)
  const found = tables.get(name)
  if (found === undefined)
    throw unknown('ACV202', `'${database}' has no table '${name}'`, name, tables.keys())
  return found
}

export function findColumn(table: TableModel, name: string): ColumnModel {
  const found = table.columns.get(name)
  if (found === undefined)
    throw unknown('ACV203', `'${table.name}' has no column '${name}'`, name, table.columns.keys())
  return found
}

export function unknown(
  code: ErrorCode,
  message: string,
  name: string,
  known: Iterable<string>,
): AcervoError {
  return new AcervoError(code, message, { hint: nearestHint(name, [...known]) })
}
