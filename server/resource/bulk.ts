// POST of NDJSON: rows line by line, all in one transaction or none. The body is read whole first, so that a
// slow sender never holds a transaction; rows are parsed and written in bounded batches.
import { AcervoError, assertNewRow, type ErrorCode, isAcervoError } from '../../kernel/index.ts'
import type { Row } from './body.ts'
import { type Asking, type Edge, headerOf, runAsked } from './edge.ts'
import { type Line, readLines } from './lines.ts'
import type { Outcome } from './outcome.ts'

/** The cause of ACV609: what is wrong with which line. */
export interface LineErrors {
  readonly lines: readonly LineError[]
}

export interface LineError {
  readonly line: number
  readonly code: ErrorCode
  readonly message: string
  readonly details?: string
  readonly hint?: string
}

interface Batch {
  readonly rows: readonly Row[]
  readonly lines: readonly number[]
}

export async function createFromLines(edge: Edge, asking: Asking, bytes: Buffer): Promise<Outcome> {
  edge.parsers.none(asking.table, asking.query)
  if (headerOf(asking, 'idempotency-key') !== undefined)
    throw new AcervoError('ACV200', 'NDJSON takes no Idempotency-Key', {
      hint: 'Send an array as application/json, or use acervo import, which resumes.',
    })
  assertNoMistakes(edge, bytes, (row) => assertNewRow(asking.table, row))
  const { database } = asking.table
  const inserted = await edge.acervo.db
    .as(asking.principal)
    .transaction([database], () => insertAll(edge, asking, bytes), {
      timeoutMs: edge.limits.bulkTimeoutMs,
    })
  return { status: 201, body: JSON.stringify({ inserted }) }
}

/** Every line that no database need look at is told at once, before anything is written. */
function assertNoMistakes(edge: Edge, bytes: Buffer, assertRow: (row: Row) => void): void {
  const mistakes: LineError[] = []
  for (const read of readLines(bytes)) {
    const error = mistakeOf(read, assertRow)
    if (error !== undefined) mistakes.push({ line: read.line, ...error.toJSON() })
    if (mistakes.length >= edge.limits.bulkErrorsMax) break
  }
  if (mistakes.length > 0) throw refused(mistakes)
}

function mistakeOf(read: Line, assertRow: (row: Row) => void): AcervoError | undefined {
  if ('error' in read) return read.error
  try {
    assertRow(read.row)
    return undefined
  } catch (error) {
    if (isAcervoError(error)) return error
    throw error
  }
}

async function insertAll(edge: Edge, asking: Asking, bytes: Buffer): Promise<number> {
  let inserted = 0
  for (const batch of toBatches(bytes, edge.limits.bulkBatchRows)) {
    try {
      const answer = await runAsked(edge, asking, { verb: 'createMany', data: batch.rows })
      inserted += answer.count ?? 0
      assertWithin(asking, inserted)
    } catch (error) {
      throw withLine(error, batch)
    }
  }
  return inserted
}

/** Batches are one request. */
function assertWithin({ principal }: Asking, rows: number): void {
  const allowed = principal.limits?.rowsPerRequest
  if (allowed === undefined || rows <= allowed) return
  throw new AcervoError('ACV628', 'the body holds too many rows', {
    details: `Allowed: ${allowed} in one request.`,
  })
}

function* toBatches(bytes: Buffer, rowsMax: number): Generator<Batch> {
  let rows: Row[] = []
  let lines: number[] = []
  for (const read of readLines(bytes)) {
    if ('error' in read) continue
    rows.push(read.row)
    lines.push(read.line)
    if (rows.length < rowsMax) continue
    yield { rows, lines }
    rows = []
    lines = []
  }
  if (rows.length > 0) yield { rows, lines }
}

/** A mistake that names its row (`data[12]`) is told by its line; others by the lines of the batch. */
function withLine(error: unknown, { lines }: Batch): unknown {
  if (!isAcervoError(error) || !/^ACV(20|30[2-6]|310)/.test(error.code)) return error
  const at = /\b(?:row|data)\b\D{0,2}(\d+)/.exec(`${error.message} ${error.details ?? ''}`)?.[1]
  const line = at === undefined ? undefined : lines[Number(at)]
  if (line !== undefined) return refused([{ line, ...error.toJSON() }])
  return new AcervoError(error.code, error.message, {
    details: [error.details, `In lines ${lines[0]} to ${lines.at(-1)}.`].filter(Boolean).join(' '),
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    cause: error,
  })
}

function refused(lines: readonly LineError[]): AcervoError {
  const [first] = lines
  return new AcervoError('ACV609', `line ${first?.line} is refused: ${first?.message}`, {
    details: `Lines with mistakes: ${lines.length}. Nothing was written.`,
    hint: 'Correct the lines and send the body again.',
    cause: { lines } satisfies LineErrors,
  })
}
