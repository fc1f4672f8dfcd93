// NDJSON bytes -> rows with their line numbers, one at a time; a line that is no row is told, and the
// reading goes on.
import { isUtf8 } from 'node:buffer'
import { AcervoError, isAcervoError } from '../../kernel/index.ts'
import { assertRow, parseJsonText, type Row } from './body.ts'
import { limits } from './limits.ts'

export type Line =
  | { readonly line: number; readonly row: Row }
  | { readonly line: number; readonly error: AcervoError }

const newline = 0x0a

export function* readLines(bytes: Buffer): Generator<Line> {
  let start = 0
  for (let line = 1; start < bytes.length; line++) {
    const found = bytes.indexOf(newline, start)
    const end = found === -1 ? bytes.length : found
    const part = bytes.subarray(start, end)
    start = end + 1
    const read = toLine(line, part)
    if (read !== undefined) yield read
  }
}

/** Undefined for a blank line. */
function toLine(line: number, bytes: Buffer): Line | undefined {
  try {
    if (bytes.length > limits.bulkLineBytesMax)
      throw new AcervoError('ACV608', 'the line is too long', {
        details: `Given: ${bytes.length} bytes. Allowed: ${limits.bulkLineBytesMax}.`,
      })
    if (!isUtf8(bytes)) throw new AcervoError('ACV608', 'the line is not UTF-8')
    const text = bytes.toString('utf8').trim()
    if (text === '') return undefined
    const row = parseJsonText(text)
    assertRow(row, 'the line')
    return { line, row }
  } catch (error) {
    if (!isAcervoError(error)) throw error
    return { line, error }
  }
}
