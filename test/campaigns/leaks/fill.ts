// Rows for any Model: two of each tenant in each table, one that carries its owner's mark in every column that can
// hold one, one that is the same for everybody. What a declaration asks of a value is met from its column alone.
import { quoteIdentifier, quoteLiteral } from '../../../kernel/database/sql.ts'
import type { ColumnModel, DatabaseModel, TableModel } from '../../../kernel/index.ts'
import type { ColumnType } from '../../../kernel/table/column.ts'

export interface Tenant {
  readonly letter: 'a' | 'b' | 'c'
  readonly id: string
}

const toTenant = (letter: Tenant['letter']): Tenant => ({
  letter,
  id: `${letter.repeat(8)}-0000-4000-8000-${letter.repeat(12)}`,
})
/** The asker, the victim, and somebody who owns nothing. */
export const [mine, theirs, nobodys] = [toTenant('a'), toTenant('b'), toTenant('c')]

/** Short enough for any text column that a system declares. */
export const markOf = ({ letter }: Tenant): string => `mk${letter.repeat(3)}`

export interface Moment {
  readonly at: Date
  /** Keeps ids of two moments apart. */
  readonly number: number
}

/** One statement a row, parents first; run as somebody whom policies do not bind. */
export function renderRows(
  databases: readonly DatabaseModel[],
  tenant: Tenant,
  moment: Moment,
  wanted: (table: TableModel) => boolean = isOfTenants,
): readonly string[] {
  return databases.flatMap((database) =>
    [...database.tables.values()].filter(wanted).flatMap((table) =>
      [0, 1].map((row) => {
        const values = valuesOf(database, table, { tenant, moment, row })
        const names = values.map(([column]) => quoteIdentifier(column.sqlName))
        // A tenant may have one row alone: the marked one, which comes first.
        const texts = values.map(([, value]) => (value === null ? 'null' : quoteLiteral(value)))
        return `insert into ${relationOf(table)} (${names.join(', ')}) values (${texts.join(', ')}) on conflict do nothing`
      }),
    ),
  )
}

export function isOfTenants(table: TableModel): boolean {
  return table.kind === 'table' && table.keyPrefix !== undefined
}

/** Tables of nobody that rows of tenants link to, and what those link to: the same in every world. */
export function isAbove(databases: readonly DatabaseModel[]): (table: TableModel) => boolean {
  const above = new Set<TableModel>()
  const add = (database: DatabaseModel, table: TableModel): void => {
    for (const { spec } of table.columns.values()) {
      const { link } = spec
      if (link === undefined || link.database !== undefined) continue
      const parent = parentOf(database, link.table)
      if (parent === undefined || parent.keyPrefix !== undefined || above.has(parent)) continue
      above.add(parent)
      add(database, parent)
    }
  }
  for (const database of databases)
    for (const table of database.tables.values()) if (isOfTenants(table)) add(database, table)
  return (table) => above.has(table)
}

function parentOf({ tables }: DatabaseModel, sqlName: string): TableModel | undefined {
  return [...tables.values()].find((table) => table.sqlName === sqlName)
}

/** Its rows are the tenants themselves. */
function isTenants({ tables }: DatabaseModel, { sqlName }: TableModel): boolean {
  return [...tables.values()].some(({ keyPrefix }) => keyPrefix?.spec.link?.table === sqlName)
}

export function relationOf({ schema, sqlName }: Pick<TableModel, 'schema' | 'sqlName'>): string {
  return `${quoteIdentifier(schema)}.${quoteIdentifier(sqlName)}`
}

interface Place {
  readonly tenant: Tenant
  readonly moment: Moment
  readonly row: number
}

function valuesOf(database: DatabaseModel, table: TableModel, place: Place) {
  // What a trigger would write has to be given, too.
  const columns = [...table.columns.values()].filter(
    ({ insertable, spec }) =>
      insertable ||
      (spec.maintained === true &&
        !spec.optional &&
        (spec.default ?? spec.generated) === undefined),
  )
  return columns.flatMap((column): [ColumnModel, string | null][] => {
    const value = cellOf(database, table, column, place)
    return value === undefined ? [] : [[column, value]]
  })
}

function cellOf(
  database: DatabaseModel,
  table: TableModel,
  column: ColumnModel,
  place: Place,
): string | null | undefined {
  const { tenant, moment, row } = place
  const { spec } = column
  if (column === table.keyPrefix) return tenant.id
  if (column === table.liveColumn) return null
  const made = table.nearest?.find((one) => column.name === `${one.column.name}Model`)
  if (made !== undefined) return made.model
  if (column.name === 'id')
    return row === 0 && isTenants(database, table) ? tenant.id : idOf(database, table, place)
  const { link } = spec
  if (link !== undefined && link.database === undefined) {
    const parent = parentOf(database, link.table)
    if (parent === undefined) return undefined
    if (isTenants(database, parent)) return tenant.id
    // The first row of a table that links to itself has nobody above it.
    if (parent === table)
      return row === 0 && spec.optional ? null : idOf(database, table, { ...place, row: 0 })
    return idOf(
      database,
      parent,
      parent.partition === undefined ? { ...place, moment: { ...moment, number: 0 } } : place,
    )
  }
  if (spec.values !== undefined) return spec.values[0]
  // What is nobody's bears nobody's mark, and is unlike in each row.
  if (table.keyPrefix === undefined)
    return literalOf(spec.type, column, place, `p${tenant.letter}${row}`)
  return literalOf(spec.type, column, place)
}

function idOf(database: DatabaseModel, table: TableModel, { tenant, moment, row }: Place): string {
  const number = [...database.tables.keys()].indexOf(table.name)
  const stamp = moment.at.getTime().toString(16).padStart(12, '0')
  const tail = `${String(moment.number * 100 + number).padStart(6, '0')}${String(row).padStart(6, '0')}`
  const fixed = table.partition === undefined ? '019000000000' : stamp
  return `${fixed.slice(0, 8)}-${fixed.slice(8)}-7${tenant.letter}00-8000-${tail}`
}

function literalOf(
  type: ColumnType,
  column: ColumnModel,
  place: Place,
  plain?: string,
): string | null | undefined {
  const { tenant, moment, row } = place
  const isMarked = row === 0
  const number = isMarked || plain !== undefined ? 1000 + tenant.letter.charCodeAt(0) + row : 1
  const word = plain ?? (isMarked ? `${markOf(tenant)}${moment.number}` : `same${moment.number}`)
  switch (type.name) {
    case 'text':
      return `${word} ${column.sqlName}`
    case 'varchar':
      return `${word} ${column.sqlName}`.slice(0, type.length)
    case 'integer':
    case 'bigint':
    case 'real':
    case 'double':
      return String(number)
    case 'decimal':
      return String(Math.min(number, 10 ** (type.precision - type.scale) - 1))
    case 'boolean':
      return 'true'
    case 'uuid':
      return tenant.id
    case 'instant':
      return momentOf(moment, column)
    case 'date':
      return `2026-01-0${1 + row}`
    case 'time':
      return '10:00'
    case 'inet':
      return `10.0.0.${isMarked ? tenant.letter.charCodeAt(0) : 1}`
    case 'bytes':
      return `\\x${Buffer.from(word).toString('hex')}`
    case 'json':
      return JSON.stringify({ word })
    case 'array':
      return `{${literalOf(type.of, column, place, plain) ?? ''}}`
    case 'vector':
      return `[${Array.from({ length: type.dimensions }, (_, at) => (at === 'abc'.indexOf(tenant.letter) ? 1 : 0)).join(',')}]`
    default:
      return undefined
  }
}

/** Of two instants of one row the later is that of an end. */
function momentOf({ at }: Moment, { name }: ColumnModel): string {
  return new Date(at.getTime() + (/end|until|expire|to$/i.test(name) ? 3_600_000 : 0)).toISOString()
}
