// Where a path leads: /v1/{database}/{table} -> the table's Model. Maps are made once per Model, so that
// a request costs two look-ups.
import { AcervoError, type Model, nearestHint, type TableModel } from '../../kernel/index.ts'

export interface Addresses {
  /** @throws ACV201, ACV202 with the nearest name. */
  find(database: string, table: string): TableModel
}

/** `hrPayroll` -> `hr-payroll`. */
export function toDatabasePath(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

export function toTablePath(table: TableModel): string {
  return `/v1/${toDatabasePath(table.database)}/${table.pathName}`
}

export function addressesOf(model: Model): Addresses {
  const databases = new Map<string, ReadonlyMap<string, TableModel>>()
  for (const database of model.databases.values()) {
    const tables = [...database.tables.values()].map((table) => [table.pathName, table] as const)
    databases.set(toDatabasePath(database.name), new Map(tables))
  }
  return Object.freeze({
    find(database: string, table: string) {
      const tables = databases.get(database)
      if (tables === undefined)
        throw missing('ACV201', `there is no database '${database}'`, database, databases)
      const found = tables.get(table)
      if (found === undefined)
        throw missing('ACV202', `'${database}' has no table '${table}'`, table, tables)
      return found
    },
  })
}

function missing(
  code: 'ACV201' | 'ACV202',
  message: string,
  given: string,
  known: ReadonlyMap<string, unknown>,
) {
  return new AcervoError(code, message, { hint: nearestHint(given, [...known.keys()]) })
}
