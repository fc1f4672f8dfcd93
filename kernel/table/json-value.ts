// The table of values (decision 0002) as SQL: an expression whose JSON is what clients, files and events see.
import type { ColumnType } from './column.ts'

export function renderValue(type: ColumnType, source: string): string {
  switch (type.name) {
    case 'bigint':
    case 'decimal':
    case 'searchVector':
      return `${source}::text`
    case 'instant':
      return `to_char(${source} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`
    case 'bytes':
      // encode() breaks its lines at 76 characters.
      return `replace(encode(${source}, 'base64'), chr(10), '')`
    case 'vector':
      return `${source}::text::json`
    case 'array':
      return renderArray(type.of, source)
    default:
      // What row_to_json writes is right: numbers, "NaN", ISO dates, addresses without a full mask.
      return source
  }
}

function renderArray(of: ColumnType, source: string): string {
  const item = renderValue(of, 'item')
  if (item === 'item') return source
  const from = `unnest(${source}) with ordinality as u(item, place)`
  return `case when ${source} is not null then array(select ${item} from ${from} order by place) end`
}
