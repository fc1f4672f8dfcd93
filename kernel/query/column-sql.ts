// One column as SQL: its value inside a JSON row (the table of values of decision 0002), and the
// type that a parameter for it is cast to. Text only.
import { quoteIdentifier } from '../database/sql.ts'
import type { ColumnModel } from '../model/model.ts'
import type { ColumnType } from '../table/column.ts'
import { renderValue } from '../table/json-value.ts'

/** The expression whose JSON is the value that clients see. */
export function renderJson(column: ColumnModel, alias: string): string {
  return renderValue(column.spec.type, `${alias}.${quoteIdentifier(column.sqlName)}`)
}

/** varchar and numeric without their limits: a cast to varchar(5) would cut in silence. */
export function castOf(type: ColumnType): string {
  switch (type.name) {
    case 'varchar':
      return 'text'
    case 'decimal':
      return 'numeric'
    case 'double':
      return 'double precision'
    case 'instant':
      return 'timestamptz'
    case 'bytes':
      return 'bytea'
    case 'json':
      return 'jsonb'
    case 'array':
      return `${castOf(type.of)}[]`
    case 'vector':
      // Assigned to a vector by pgvector's own cast, wherever its schema is.
      return 'real[]'
    case 'searchVector':
      return 'tsvector'
    default:
      return type.name
  }
}
