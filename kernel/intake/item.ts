// The shapes of what is read: items of a file, readable or explained, and the rejects they become.
import type { ErrorCode } from '../errors/index.ts'

export const formats = ['csv', 'ndjson'] as const
export type Format = (typeof formats)[number]

/** Why a row did not get in: what `<file>.rejects.ndjson` holds. */
export interface Reject {
  readonly line: number
  readonly code: ErrorCode
  readonly message: string
  readonly details?: string
  readonly hint?: string
  /** The row as it was read; absent where the line could not be read. */
  readonly row?: Readonly<Record<string, unknown>>
  /** The line itself, where it could not be read. */
  readonly text?: string
}

/** `bytes` is the length in the file. */
export type Item =
  | { readonly line: number; readonly bytes: number; readonly cells: Cells }
  | { readonly line: number; readonly bytes: number; readonly object: Readonly<Row> }
  | { readonly line: number; readonly bytes: number; readonly reject: Reject }

export type ReadItem = Exclude<Item, { readonly reject: unknown }>

export type Row = Record<string, unknown>

/** CSV: one text per field of the header; '' where nothing stood, null never. */
export interface Cells {
  readonly texts: readonly string[]
  /** Positions of cells that held "", a text of no characters, and not nothing. */
  readonly emptyTexts: readonly number[]
}

export interface Rows {
  readonly format: Format
  /** The header of a CSV file; NDJSON has none. */
  readonly fields: readonly string[] | undefined
  readonly delimiter: string | undefined
  readonly items: AsyncIterable<Item>
}
