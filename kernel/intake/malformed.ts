// A line that cannot be read -> its reject. The line is shown, never longer than a bound.

import type { Item } from './item.ts'
import { limits } from './limits.ts'

export interface Fault {
  readonly message: string
  readonly details?: string
  readonly hint?: string
}

export function toMalformed(line: number, bytes: Uint8Array, fault: Fault): Item {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString('utf8', 0, limits.rejectTextMax)
    .replace(/[\r\n]+$/, '')
  return {
    line,
    bytes: bytes.byteLength,
    reject: Object.freeze({ line, code: 'ACV608', ...fault, text }),
  }
}

export const faults = Object.freeze({
  utf8: {
    message: 'the line is not valid UTF-8',
    details: 'Bytes that are no text are shown as U+FFFD.',
    hint: 'Save the file as UTF-8.',
  },
  zeroByte: { message: 'the line holds a zero byte', details: 'PostgreSQL cannot store it.' },
  tooLong: {
    message: 'the record is too long',
    details: `Allowed: ${limits.recordBytesMax} bytes.`,
    hint: 'In CSV this is mostly a quote that is never closed.',
  },
}) satisfies Readonly<Record<string, Fault>>
