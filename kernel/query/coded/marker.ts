// How an encrypted value travels out of PostgreSQL inside a JSON row: between two tabs, with all that is needed to
// open it: its place, and its wrapped key as it stands in the same snapshot. In the JSON that PostgreSQL writes a
// bare tab can stand nowhere else, so nothing that data holds can pose as a marker.
import { quoteIdentifier, quoteLiteral } from '../../database/sql.ts'
import { codedOf } from '../../model/coded.ts'
import type { ColumnModel, TableModel } from '../../model/model.ts'

/** Column, tenant, texts of the row's key, cell in base64, and subject, wrapping key and wrapped key. */
export type Marker = readonly [
  column: string,
  tenant: string | null,
  row: readonly string[],
  cell: string,
  key: readonly [subject: string, kek: string, wrapped: string] | null,
]

export const separator = '\t'

export function isSealed({ spec }: ColumnModel): boolean {
  return spec.codec?.form === 'sealed'
}

/** What a marker reads of its row, beside the column itself. */
export function boundColumns(table: TableModel): readonly ColumnModel[] {
  const { keyPrefix } = table
  const row = codedOf(table)?.row ?? []
  return keyPrefix === undefined ? row : [...row, keyPrefix]
}

export function renderMarker(table: TableModel, column: ColumnModel, alias: string): string {
  const own = ({ sqlName }: ColumnModel) => `${alias}.${quoteIdentifier(sqlName)}`
  const cell = own(column)
  const name = quoteLiteral(`${table.database}.${table.name}.${column.name}`)
  const tenant = table.keyPrefix === undefined ? 'null' : `${own(table.keyPrefix)}::text`
  const row = (codedOf(table)?.row ?? []).map((one) => `${own(one)}::text`).join(', ')
  const key = `(select json_build_array(k.subject, k.kek, encode(k.wrapped, 'base64'))
    from acervo.data_key k where k.id = substring(${cell} from 2 for 16))`
  const marker = `json_build_array(${name}, ${tenant}, json_build_array(${row}), encode(${cell}, 'base64'), ${key})`
  return `case when ${cell} is null then null else (chr(9) || ${marker}::text || chr(9))::json end`
}
