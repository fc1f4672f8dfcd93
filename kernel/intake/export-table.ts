// Rows of a table -> CSV or NDJSON, page by page in the order of the key, as the values stand in JSON
// answers. A page is read when the one before has been taken: memory stays flat behind a slow reader.
import { AcervoError } from '../errors/index.ts'
import type { ColumnModel, TableModel } from '../model/model.ts'
import type { Caller } from '../query/caller.ts'
import type { Where } from '../query/request.ts'
import { streamRows } from '../query/stream.ts'
import { toCsvLine } from './csv-text.ts'
import type { Format } from './item.ts'

export interface ExportOptions {
  readonly table: TableModel
  readonly format: Format
  readonly where?: Where
  /** `false`: soft-deleted rows too. */
  readonly live?: boolean
  readonly signal?: AbortSignal
  readonly onProgress?: (rows: number) => void
}

/** One text a page; hidden columns are left out, as in every answer. */
export async function* exportTable(
  caller: Caller,
  options: ExportOptions,
): AsyncGenerator<string, void, void> {
  const { table, format, where, live, signal, onProgress } = options
  const columns = [...table.columns.values()].filter(({ spec }) => spec.hidden !== true)
  if (format === 'csv') yield toCsvLine(columns.map(({ name }) => name))
  let rows = 0
  const request = {
    database: table.database,
    table: table.name,
    ...(where === undefined ? {} : { where }),
    ...(live === undefined ? {} : { live }),
  }
  for await (const page of streamRows(caller, request)) {
    if (signal?.aborted) throw new AcervoError('ACV308', 'the export was cancelled')
    rows += page.length
    yield format === 'csv' ? toCsv(page, columns) : `${page.join('\n')}\n`
    onProgress?.(rows)
  }
}

function toCsv(page: readonly string[], columns: readonly ColumnModel[]): string {
  const rows = JSON.parse(`[${page.join(',')}]`) as Readonly<Record<string, unknown>>[]
  return rows.map((row) => toCsvLine(columns.map(({ name }) => row[name]))).join('')
}
