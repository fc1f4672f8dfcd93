// NDJSON: one JSON object a line. A line that is none is a reject; the next one is read as if nothing had been.
import { isUtf8 } from 'node:buffer'
import { AcervoError } from '../errors/index.ts'
import type { Item, Row } from './item.ts'
import { limits } from './limits.ts'
import { type Fault, faults, toMalformed } from './malformed.ts'

export async function* readNdjson(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Item> {
  let line = 0
  for await (const bytes of readLines(chunks)) {
    line++
    const text = line === 1 ? withoutMark(bytes) : bytes
    const item = toItem(line, text)
    if (item !== undefined) yield item
  }
}

/** Each line with its end; of a line that is too long only the first bytes, more than are allowed. */
async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let pending = Buffer.alloc(0)
  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    let start = 0
    for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, start)) {
      yield join(pending, bytes.subarray(start, at + 1))
      pending = Buffer.alloc(0)
      start = at + 1
    }
    pending = join(pending, bytes.subarray(start))
  }
  if (pending.length > 0) yield pending
}

function join(first: Buffer, second: Buffer): Buffer<ArrayBuffer> {
  const room = Math.max(0, limits.recordBytesMax + 1 - first.length)
  return Buffer.concat([first, second.subarray(0, room)])
}

function withoutMark(bytes: Buffer): Buffer {
  const [first, second, third] = bytes
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw new AcervoError('ACV608', 'the file is UTF-16', { hint: 'Save it as UTF-8.' })
  }
  return first === 0xef && second === 0xbb && third === 0xbf ? bytes.subarray(3) : bytes
}

function toItem(line: number, bytes: Buffer): Item | undefined {
  if (bytes.length > limits.recordBytesMax) return toMalformed(line, bytes, tooLong)
  if (!isUtf8(bytes)) return toMalformed(line, bytes, faults.utf8)
  if (bytes.includes(0)) return toMalformed(line, bytes, faults.zeroByte)
  const text = bytes.toString('utf8')
  if (text.trim() === '') return undefined
  const value = toValue(text)
  if (value instanceof SyntaxError) {
    return toMalformed(line, bytes, { message: 'the line is not JSON', details: value.message })
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return toMalformed(line, bytes, { message: 'the line is not a JSON object' })
  }
  if (isTooDeep(value)) return toMalformed(line, bytes, tooDeep)
  return { line, bytes: bytes.length, object: value as Row }
}

const tooLong: Fault = { message: faults.tooLong.message, details: faults.tooLong.details }
const tooDeep: Fault = {
  message: 'the line is nested too deeply',
  details: `Allowed: ${limits.jsonDepthMax} levels.`,
}

function toValue(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    return error
  }
}

/** Level by level, without recursion: a line may nest half a million brackets. */
function isTooDeep(value: object): boolean {
  let level: unknown[] = [value]
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > limits.jsonDepthMax) return true
    level = level.flatMap((one) => (isNested(one) ? Object.values(one).filter(isNested) : []))
  }
  return false
}

function isNested(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
