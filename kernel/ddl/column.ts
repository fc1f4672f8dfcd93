// One column as SQL: its type, collation, default and whether it is required. Keys compare bytes
// (COLLATE "C"), the same on every engine; what people read is ordered by the query that asks.
import { quoteIdentifier } from '../database/sql.ts'
import type { ColumnModel, TableModel } from '../model/model.ts'
import type { ColumnType } from '../table/column.ts'

const plainTypes: Readonly<Record<string, string>> = {
  text: 'text',
  integer: 'integer',
  bigint: 'bigint',
  real: 'real',
  double: 'double precision',
  boolean: 'boolean',
  uuid: 'uuid',
  instant: 'timestamptz(6)',
  date: 'date',
  time: 'time(6)',
  inet: 'inet',
  bytes: 'bytea',
  json: 'jsonb',
  searchVector: 'tsvector',
}

export function renderType(type: ColumnType): string {
  if (type.name === 'varchar') return `varchar(${type.length})`
  if (type.name === 'decimal') return `numeric(${type.precision}, ${type.scale})`
  if (type.name === 'vector') return `acervo.vector(${type.dimensions})`
  if (type.name === 'array') return `${renderType(type.of)}[]`
  return plainTypes[type.name] as string
}

/** `"status" text collate "C" default 'OPEN' not null` */
export function renderColumn(table: TableModel, column: ColumnModel): string {
  const { type, optional, generated } = column.spec
  const value = renderDefault(table, column)
  return [
    quoteIdentifier(column.sqlName),
    renderType(type),
    isText(type) ? 'collate "C"' : '',
    value === undefined ? '' : `default ${value}`,
    generated === undefined ? '' : `generated always as (${generated}) stored`,
    optional ? '' : 'not null',
  ]
    .filter((part) => part !== '')
    .join(' ')
}

/** An id of a partitioned table carries its row's instant, so that the instant can be read back from it. */
export function renderDefault(table: TableModel, column: ColumnModel): string | undefined {
  return isStamped(table, column) ? 'acervo.uuid7(acervo.now())' : column.spec.default
}

/** A UUIDv7 made by the database in a table that is partitioned by time. */
export function isStamped(table: TableModel, column: ColumnModel): boolean {
  return table.partition !== undefined && column.spec.default === 'acervo.uuid7()'
}

export function isText(type: ColumnType): boolean {
  if (type.name === 'array') return isText(type.of)
  return type.name === 'text' || type.name === 'varchar'
}
