// Bytes of CSV -> records with their lines. csv-parse splits and unquotes; this file keeps the bytes since
// the last whole record, so that after a broken one it can go on at the very next line. No byte is read more
// than twice or so: for a quote to stay open for a whole record's bound, no line behind it may open another.
import { isUtf8 } from 'node:buffer'
import { type Options, Parser } from 'csv-parse'
import { parse } from 'csv-parse/sync'
import type { Head } from './csv-head.ts'
import type { Item } from './item.ts'
import { limits } from './limits.ts'
import { type Fault, faults, toMalformed } from './malformed.ts'

const nothing: Buffer = Buffer.alloc(0)

interface Parsed {
  readonly texts: string[]
  /** Where it ends, counted from the first byte its parser was given. */
  readonly end: number
}

export class CsvRecords {
  readonly #head: Head
  readonly #options: Options
  #parser: Parser
  #parsed: Parsed[] = []
  /** Bytes that no record has taken yet. */
  #pending = nothing
  /** Bytes of the current parser that records have taken. */
  #taken = 0
  #line = 1
  /** Cells of the header. */
  #width: number | undefined
  /** What is wrong with the record at the start of `pending`, until its first line is complete. */
  #fault: Fault | undefined
  /** Inside a line too long to keep: dropped up to its end. */
  #dropping = false

  constructor(head: Head) {
    this.#head = head
    this.#options = {
      delimiter: head.delimiter,
      record_delimiter: head.lineEnd === 10 ? ['\r\n', '\n'] : ['\r'],
      ltrim: head.spaced,
      relax_column_count: true,
      skip_empty_lines: true,
    }
    this.#parser = this.#newParser()
  }

  /** The items that `chunk` completes. */
  async add(chunk: Buffer): Promise<Item[]> {
    const items: Item[] = []
    const fresh = this.#dropping ? this.#drop(chunk) : chunk
    this.#pending = this.#pending.length === 0 ? fresh : Buffer.concat([this.#pending, fresh])
    if (this.#fault === undefined) this.#fault = await this.#write(fresh)
    this.#take(items)
    while (this.#fault !== undefined && this.#skipLine(items)) {
      this.#fault = await this.#write(this.#pending)
      this.#take(items)
    }
    return items
  }

  /** The items that stand at the end of the file, without a line end. */
  async end(): Promise<Item[]> {
    const items: Item[] = []
    for (;;) {
      this.#fault ??= await this.#close()
      this.#take(items)
      if (this.#fault === undefined) return items
      if (!this.#skipLine(items)) {
        items.push(toMalformed(this.#line, this.#pending, this.#fault))
        return items
      }
      this.#fault = await this.#write(this.#pending)
      this.#take(items)
    }
  }

  #newParser(): Parser {
    this.#taken = 0
    const parser = new Parser({
      ...this.#options,
      on_record: (texts: string[], { bytes }) => {
        this.#parsed.push({ texts, end: bytes })
        return null
      },
    })
    // Told through the callback of `write`; without a listener it would end the process.
    return parser.on('error', () => undefined)
  }

  async #write(bytes: Buffer): Promise<Fault | undefined> {
    if (bytes.length === 0) return undefined
    return new Promise((resolve) => {
      this.#parser.write(bytes, (error) => resolve(error ? toFault(error) : undefined))
    })
  }

  #close(): Promise<Fault | undefined> {
    const parser = this.#parser
    return new Promise((resolve) => {
      parser.once('error', (error) => resolve(toFault(error)))
      parser.once('end', () => resolve(undefined))
      parser.resume().end()
    })
  }

  /** Moves what the parser has found from `pending` to `items`. */
  #take(items: Item[]): void {
    let start = 0
    for (const { texts, end } of this.#parsed) {
      const stop = end - this.#taken
      items.push(this.#toItem(texts, this.#pending.subarray(start, stop)))
      start = stop
    }
    this.#parsed = []
    this.#taken += start
    this.#pending = this.#pending.subarray(start)
    if (this.#fault === undefined && this.#pending.length > limits.recordBytesMax) {
      this.#fault = faults.tooLong
    }
  }

  #toItem(texts: string[], bytes: Buffer): Item {
    const blanks = this.#blankLines(bytes)
    const line = this.#line + blanks.lines
    this.#line = line + this.#countLines(bytes.subarray(blanks.bytes))
    if (bytes.length > limits.recordBytesMax) return toMalformed(line, bytes, faults.tooLong)
    if (!isUtf8(bytes)) return toMalformed(line, bytes, faults.utf8)
    if (bytes.includes(0)) return toMalformed(line, bytes, faults.zeroByte)
    this.#width ??= texts.length
    if (texts.length !== this.#width) {
      return toMalformed(line, bytes, {
        message: `the row has ${texts.length} cells, the header ${this.#width}`,
        hint: 'A cell that holds the delimiter or a line break is quoted.',
      })
    }
    const mayHoldEmpty = texts.includes('') && bytes.includes('""')
    const emptyTexts = mayHoldEmpty ? this.#emptyTexts(bytes) : []
    return { line, bytes: bytes.length, cells: { texts, emptyTexts } }
  }

  /** Rejects the first line of `pending` and starts afresh behind it; false when its end is not here yet. */
  #skipLine(items: Item[]): boolean {
    const fault = this.#fault as Fault
    const blanks = this.#blankLines(this.#pending)
    const at = this.#pending.indexOf(this.#head.lineEnd, blanks.bytes)
    if (at === -1 && this.#pending.length <= limits.recordBytesMax) return false
    const stop = at === -1 ? this.#pending.length : at + 1
    const line = this.#line + blanks.lines
    items.push(toMalformed(line, this.#pending.subarray(blanks.bytes, stop), fault))
    this.#line = line + 1
    this.#pending = this.#pending.subarray(stop)
    this.#dropping = at === -1
    this.#fault = undefined
    this.#parser.destroy()
    this.#parser = this.#newParser()
    return true
  }

  #drop(chunk: Buffer): Buffer {
    const at = chunk.indexOf(this.#head.lineEnd)
    this.#dropping = at === -1
    return at === -1 ? nothing : chunk.subarray(at + 1)
  }

  /** Only here, where it may matter: asking for the quotes of every cell costs half the speed. */
  #emptyTexts(bytes: Buffer): number[] {
    const found: number[] = []
    parse(bytes, {
      ...this.#options,
      cast: (text, { index, quoting }) => {
        if (text === '' && quoting) found.push(index)
        return text
      },
    })
    return found
  }

  /** csv-parse skips empty lines in silence; they count as lines of the file all the same. */
  #blankLines(bytes: Buffer): { bytes: number; lines: number } {
    let at = 0
    let lines = 0
    for (; bytes[at] === 10 || bytes[at] === 13; at++) if (bytes[at] === this.#head.lineEnd) lines++
    return { bytes: at, lines }
  }

  #countLines(bytes: Buffer): number {
    let count = 0
    const { lineEnd } = this.#head
    for (let at = bytes.indexOf(lineEnd); at !== -1; at = bytes.indexOf(lineEnd, at + 1)) count++
    return count
  }
}

const words: Readonly<Record<string, string>> = {
  CSV_INVALID_CLOSING_QUOTE: 'a quote is not closed, or text follows a closing one',
  INVALID_OPENING_QUOTE: 'a quote stands inside a cell that is not quoted',
  CSV_QUOTE_NOT_CLOSED: 'a quote is never closed',
}

function toFault(error: Error): Fault {
  const code = 'code' in error ? String(error.code) : ''
  return {
    message: words[code] ?? 'the line is not well-formed CSV',
    details:
      'A cell that holds the delimiter, a quote or a line break is quoted; a quote in it is doubled.',
    hint: 'The next line was read as a new record.',
  }
}
