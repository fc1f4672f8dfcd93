// The last part of a path <-> the key of a row. A key of several columns is written with commas between
// its values; a comma inside a value is written %2C. Values are checked by the plan, not here.
import { AcervoError, type ColumnModel, type TableModel } from '../../kernel/index.ts'
import { limits } from './limits.ts'

/** The columns that name a row in a path: the id of a partitioned table knows its own instant. */
export function keyColumns(table: TableModel): readonly ColumnModel[] {
  const { primaryKey, partition } = table
  if (partition === undefined) return primaryKey
  const without = primaryKey.filter((column) => column !== partition.by)
  return without.length === 1 && without[0]?.name === 'id' ? without : primaryKey
}

/** `segment` as it stands in the URL, percent-encoded. */
export function parseKey(table: TableModel, segment: string): Readonly<Record<string, string>> {
  const columns = keyColumns(table)
  if (columns.length === 0)
    throw new AcervoError('ACV211', `'${table.name}' has no key`, {
      details: 'A view that names no key can be listed, and its rows have no address.',
    })
  if (segment.length > limits.pathSegmentCharactersMax)
    throw new AcervoError('ACV206', 'the key in the path is too long', {
      details: `Given: ${segment.length} characters. Allowed: ${limits.pathSegmentCharactersMax}.`,
    })
  const values = columns.length === 1 ? [segment] : segment.split(',')
  if (values.length !== columns.length)
    throw new AcervoError('ACV200', `the key of '${table.name}' has ${columns.length} values`, {
      details: `Given: ${values.length}. Allowed: ${columns.map(({ name }) => name).join(',')}.`,
      hint: 'Write a comma inside a value as %2C.',
    })
  const key: Record<string, string> = Object.create(null)
  columns.forEach((column, at) => {
    key[column.name] = decode(values[at] ?? '')
  })
  return key
}

/** Undefined when the row does not show all columns of its key. */
export function renderKey(table: TableModel, row: Readonly<Record<string, unknown>>) {
  const columns = keyColumns(table)
  const values = columns.map(({ name }) => row[name])
  if (columns.length === 0 || values.some((value) => value === undefined)) return undefined
  return values.map((value) => encodeURIComponent(String(value))).join(',')
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new AcervoError('ACV200', 'the path is not percent-encoded UTF-8')
  }
}
