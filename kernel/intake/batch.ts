// One batch of rows inside one transaction: all at once, and where the database refuses, by halves behind
// savepoints until each bad row stands alone. The good ones are in, the bad ones are rejects.
import type { Session } from '../database/target.ts'
import { AcervoError, type ErrorCode, isAcervoError } from '../errors/index.ts'
import type { ReadItem, Reject, Row } from './item.ts'
import { limits } from './limits.ts'
import type { Writer, Written } from './writer.ts'

export interface Prepared {
  readonly item: ReadItem
  readonly value: unknown
}

export interface BatchResult extends Written {
  readonly rejects: readonly Reject[]
}

/** Errors that a single row causes. Anything else (time, connection, rights on the table) ends the import. */
const rowFaults: ReadonlySet<ErrorCode> = new Set([
  'ACV205',
  'ACV206',
  'ACV302',
  'ACV303',
  'ACV304',
  'ACV305',
  'ACV306',
  'ACV310',
])

export interface BatchOptions {
  readonly writer: Writer
  readonly toRaw: (item: ReadItem) => Row
  /** True once a row of this import was taken: before that, many refusals in a row are no row's fault. */
  readonly hasTaken: boolean
  /** How many rows are tried at once: as many as let about half of the tries succeed. */
  readonly rangeRows: number
}

/** The range for the next batch, from how many rows the database refused in this one. */
export function toRangeRows(rows: number, refused: number, before: number): number {
  if (refused === 0) return Math.min(before * 4, limits.batchRows)
  return Math.max(limits.rangeRowsMin, Math.ceil((0.7 * rows) / refused))
}

export async function writeBatch(
  session: Session,
  rows: readonly Prepared[],
  options: BatchOptions,
): Promise<BatchResult> {
  const rejects: Reject[] = []
  let inserted = 0
  let unchanged = 0
  const ranges = toRanges(rows, options.rangeRows)
  if (ranges.length > 0) await session.query(setPoint)
  for (let range = ranges.pop(); range !== undefined; range = ranges.pop()) {
    const result = await tryRange(session, range, options.writer)
    if (!isAcervoError(result)) {
      inserted += result.inserted
      unchanged += result.unchanged
    } else if (range.length === 1) {
      rejects.push(toReject((range[0] as Prepared).item, result, options.toRaw))
      const hasTaken = options.hasTaken || inserted + unchanged > 0
      if (!hasTaken && rejects.length >= limits.refusedRowsMax) throw hopeless(result)
    } else {
      const middle = range.length >>> 1
      ranges.push(range.slice(middle), range.slice(0, middle))
    }
  }
  return { inserted, unchanged, rejects }
}

export function toReject(
  item: ReadItem,
  error: AcervoError,
  toRaw: (item: ReadItem) => Row,
): Reject {
  return { line: item.line, ...error.toJSON(), row: toRaw(item) }
}

/** Last first: they are popped. */
function toRanges(rows: readonly Prepared[], size: number): (readonly Prepared[])[] {
  const ranges: (readonly Prepared[])[] = []
  for (let at = 0; at < rows.length; at += size) ranges.unshift(rows.slice(at, at + size))
  return ranges
}

const setPoint = { text: 'savepoint acervo_rows', values: [] }
const keepRows = { text: 'release savepoint acervo_rows', values: [] }
const undoRows = { text: 'rollback to savepoint acervo_rows', values: [] }

/** Begins and ends with the savepoint set. */
async function tryRange(
  session: Session,
  range: readonly Prepared[],
  writer: Writer,
): Promise<Written | AcervoError> {
  const values = range.map(({ value }) => value)
  try {
    const written = await writer.write(session, values)
    await session.group([keepRows, setPoint])
    return written
  } catch (error) {
    if (!isAcervoError(error) || !rowFaults.has(error.code)) throw error
    await session.query(undoRows)
    return error
  }
}

function hopeless(last: AcervoError): AcervoError {
  return new AcervoError('ACV609', `every row was refused: ${last.message}`, {
    details: `${limits.refusedRowsMax} rows in a row, none was taken. ${last.details ?? ''}`.trim(),
    hint:
      last.hint ??
      'Look at the map, the rights of the principal and the rows that others refer to.',
    cause: last,
  })
}
