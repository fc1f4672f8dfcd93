// Names of a specification -> what stands for them in the Model.
import type { ColumnModel, DatabaseModel, Model, TableModel } from '../model/model.ts'
import { toSqlName } from '../table/name.ts'
import type { Specification, SpecifiedTable, TableReading } from '../table/specification.ts'

export interface Placed {
  readonly specified: SpecifiedTable
  readonly reading: TableReading
  /** How it is called in keys: with its schema where several databases have it. */
  readonly key: string
  readonly database?: DatabaseModel
  readonly table?: TableModel
}

/** One for each database that has the table. */
export function placeTable(
  specified: SpecifiedTable,
  specification: Specification,
  model: Model,
): readonly Placed[] {
  const given = specification.tables[specified.name] ?? {}
  const reading = typeof given === 'string' ? { is: given } : given
  const { databases } = specified
  if (databases === undefined)
    return [place(specified, reading, specified.name, specification.database, model)]
  return databases.map((schema) => {
    const key = databases.length === 1 ? specified.name : `${schema}.${specified.name}`
    const found = [...model.databases.values()].find((database) => database.schema === schema)
    return place(specified, reading, key, found?.name, model)
  })
}

function place(
  specified: SpecifiedTable,
  reading: TableReading,
  key: string,
  databaseName: string | undefined,
  model: Model,
): Placed {
  const [name = '', inDatabase = databaseName] = (reading.is ?? '').split('.').toReversed()
  const database = model.databases.get(inDatabase ?? '')
  const wanted = name === '' ? specified.name : name
  const table = database === undefined ? undefined : findTable(database, wanted)
  return {
    specified,
    reading,
    key,
    ...(database === undefined ? {} : { database }),
    ...(table === undefined ? {} : { table }),
  }
}

function findTable({ tables }: DatabaseModel, name: string): TableModel | undefined {
  const model = name.charAt(0).toLowerCase() + name.slice(1)
  return tables.get(model) ?? [...tables.values()].find(({ sqlName }) => sqlName === name)
}

export function findColumn({ table, reading }: Placed, name: string): ColumnModel | undefined {
  const given = reading.columns?.[name]
  if (given !== undefined) return table?.columns.get(given)
  const columns = [...(table?.columns.values() ?? [])]
  return columns.find(
    (column) =>
      column.sqlName === name || column.name === name || column.sqlName === toSqlName(name),
  )
}

/** SQL names of columns here; a column that is missing keeps its name. */
export function toSqlColumns(placed: Placed, names: readonly string[]): readonly string[] {
  return names.map((name) => findColumn(placed, name)?.sqlName ?? name)
}

/** `*` takes the place of any letters. */
export function matches(pattern: string, key: string): boolean {
  if (!pattern.includes('*')) return pattern === key
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`).test(key)
}

export function toModelName({ database, table }: Placed): string | undefined {
  return database === undefined || table === undefined
    ? undefined
    : `${database.name}.${table.name}`
}
