// The messages of a batch, one after the other in one buffer: a point read spends a tenth of its time where
// each message is a buffer of its own. What a message means is batch.ts.
import type { WireValue } from './values.ts'

const usualBytes = 16_384
const bytesPerUnitMax = 3

export class Writer {
  #bytes: Buffer
  #at = 0

  constructor() {
    this.#bytes = Buffer.allocUnsafe(usualBytes)
  }

  /** Begins anew, whatever an encoding that failed half-way had written. */
  start(): void {
    this.#at = 0
  }

  /** A message that is encoded already. */
  add(message: Buffer): void {
    this.#reserve(message.length)
    this.#at += message.copy(this.#bytes, this.#at)
  }

  /** The unnamed portal of a prepared statement; all results as text. */
  bind(statement: string, values: readonly WireValue[]): void {
    this.#reserve(16 + statement.length * bytesPerUnitMax + values.length * 2)
    const start = this.#begin('B')
    this.#bytes[this.#at++] = 0
    this.#at += this.#bytes.write(statement, this.#at)
    this.#bytes[this.#at++] = 0
    this.#formats(values)
    this.#int16(values.length)
    for (const value of values) this.#value(value)
    this.#reserve(2)
    this.#int16(0)
    this.#end(start)
  }

  execute(): void {
    this.#reserve(10)
    const start = this.#begin('E')
    this.#bytes[this.#at++] = 0
    this.#int32(0)
    this.#end(start)
  }

  sync(): void {
    this.#reserve(5)
    this.#end(this.#begin('S'))
  }

  /** What was written since the start; a large one is handed over, a small one copied out. */
  take(): Buffer {
    const written = this.#bytes.subarray(0, this.#at)
    if (this.#bytes.length === usualBytes) return Buffer.from(written)
    this.#bytes = Buffer.allocUnsafe(usualBytes)
    return written
  }

  #formats(values: readonly WireValue[]): void {
    // No format at all means text for every value.
    const hasBytes = values.some((value) => typeof value === 'object' && value !== null)
    this.#int16(hasBytes ? values.length : 0)
    if (!hasBytes) return
    for (const value of values) this.#int16(typeof value === 'object' && value !== null ? 1 : 0)
  }

  #value(value: WireValue): void {
    if (value === null) {
      this.#reserve(4)
      this.#int32(-1)
      return
    }
    const isText = typeof value === 'string'
    this.#reserve(4 + (isText ? bytesMax(value) : value.length))
    const start = this.#at + 4
    const length = isText ? this.#bytes.write(value, start) : value.copy(this.#bytes, start)
    this.#int32(length)
    this.#at += length
  }

  #begin(type: string): number {
    this.#bytes[this.#at++] = type.charCodeAt(0)
    this.#at += 4
    return this.#at - 4
  }

  /** The length of a message counts itself, but not its type. */
  #end(start: number): void {
    this.#bytes.writeInt32BE(this.#at - start, start)
  }

  #int16(value: number): void {
    this.#at = this.#bytes.writeUInt16BE(value, this.#at)
  }

  #int32(value: number): void {
    this.#at = this.#bytes.writeInt32BE(value, this.#at)
  }

  #reserve(bytes: number): void {
    const needed = this.#at + bytes
    if (needed <= this.#bytes.length) return
    const larger = Buffer.allocUnsafe(Math.max(needed, this.#bytes.length * 2))
    this.#bytes.copy(larger, 0, 0, this.#at)
    this.#bytes = larger
  }
}

/** Counting is dear for short texts, room for long ones. */
function bytesMax(text: string): number {
  return text.length > usualBytes ? Buffer.byteLength(text) : text.length * bytesPerUnitMax
}
