// The rows of one table as COPY writes them, out of a snapshot and into a table: by the server's own COPY where there
// is one, by a cursor and by statements where there is not.
import type { Direct } from '../database/target.ts'
import { assertNotAborted } from '../migrate/retry.ts'
import { insertRows, readRows } from '../move/copy-table.ts'
import type { TableShape } from '../move/table-shape.ts'
import { fromCopyText, toCopyText } from './copy-text.ts'

type Chunks = AsyncIterable<Uint8Array>

export interface RowsOptions {
  readonly where?: string | undefined
  readonly signal?: AbortSignal | undefined
}

/** `write` takes the text to its end. */
export async function copyOut<T>(
  from: Direct,
  shape: TableShape,
  { where = 'true', signal }: RowsOptions,
  write: (chunks: Chunks) => Promise<T>,
): Promise<T> {
  if (from.copyOut === undefined) return write(readText(from, shape, where, signal))
  const columns = shape.columns.map(({ name }) => `t.${name}`).join(', ')
  const text = `copy (select ${columns} from ${shape.table} t where ${where}) to stdout`
  return from.copyOut(text, write)
}

async function* readText(
  from: Direct,
  shape: TableShape,
  where: string,
  signal: AbortSignal | undefined,
): Chunks {
  for await (const rows of readRows(from, shape, where, signal)) yield Buffer.from(toCopyText(rows))
}

/** Answers the number of rows. */
export async function copyIn(
  to: Direct,
  shape: TableShape,
  chunks: Chunks,
  signal?: AbortSignal,
): Promise<number> {
  const names = shape.columns.map(({ name }) => name).join(', ')
  if (to.copyIn !== undefined)
    return to.copyIn(`copy ${shape.table} (${names}) from stdin`, watched(chunks, signal))
  let count = 0
  for await (const rows of fromCopyText(chunks)) {
    assertNotAborted(signal)
    await insertRows(to, shape, rows)
    count += rows.length
  }
  return count
}

async function* watched(chunks: Chunks, signal: AbortSignal | undefined): Chunks {
  for await (const chunk of chunks) {
    assertNotAborted(signal)
    yield chunk
  }
}
