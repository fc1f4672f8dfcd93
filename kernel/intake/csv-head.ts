// What the first line of a CSV file tells: delimiter, line ending, whether spaces follow the delimiters.
// It parses nothing: quoted parts are blanked out and the rest is counted.
import { AcervoError } from '../errors/index.ts'
import { limits } from './limits.ts'

export interface Head {
  readonly delimiter: string
  /** 10, or 13 in files of old Macs. */
  readonly lineEnd: 10 | 13
  /** `a, b, c`: the space belongs to the style of the file, not to the values. */
  readonly spaced: boolean
  /** Bytes before the header: a byte order mark. */
  readonly skip: 0 | 3
}

const delimiters = [',', ';', '\t'] as const

/** True once `bytes` hold a whole first line, or as much of one as is allowed. */
export function isHeadWhole(bytes: Buffer): boolean {
  return bytes.length > limits.headerBytesMax || firstLine(bytes) !== undefined
}

export function readHead(bytes: Buffer, delimiter?: string): Head {
  const [first, second, third] = bytes
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw new AcervoError('ACV608', 'the file is UTF-16', { hint: 'Save it as UTF-8.' })
  }
  const skip = first === 0xef && second === 0xbb && third === 0xbf ? 3 : 0
  const text = bytes.subarray(skip)
  const line = firstLine(text) ?? { text: blank(text), end: 10 as const }
  if (line.text.trim() === '' && text.length <= limits.headerBytesMax) {
    throw new AcervoError('ACV608', 'the file has no header', {
      details: 'Its first line is empty.',
      hint: 'The first line names the columns.',
    })
  }
  const chosen = checked(delimiter) ?? mostFrequent(line.text)
  const fields = line.text.split(chosen)
  const spaced = fields.length > 1 && fields.slice(1).every((field) => field.startsWith(' '))
  return { delimiter: chosen, lineEnd: line.end, spaced, skip }
}

function checked(delimiter: string | undefined): string | undefined {
  if (delimiter === undefined || (delimiters as readonly string[]).includes(delimiter))
    return delimiter
  throw new AcervoError('ACV200', `the delimiter cannot be ${JSON.stringify(delimiter)}`, {
    details: 'Allowed: a comma, a semicolon or a tab.',
  })
}

function mostFrequent(line: string): string {
  const counts = delimiters.map((one) => line.split(one).length)
  const best = Math.max(...counts)
  return delimiters[counts.indexOf(best)] as string
}

function firstLine(bytes: Buffer): { text: string; end: 10 | 13 } | undefined {
  const text = blank(bytes)
  const at = text.search(/[\r\n]/)
  // A last \r may be half of \r\n.
  if (at === -1 || (text[at] === '\r' && at === text.length - 1)) return undefined
  const isMac = text[at] === '\r' && text[at + 1] !== '\n'
  return { text: text.slice(0, at), end: isMac ? 13 : 10 }
}

function blank(bytes: Buffer): string {
  const text = bytes.toString('latin1', 0, limits.headerBytesMax + 1)
  return text.replace(/"[^"]*"?/g, (quoted) => '_'.repeat(quoted.endsWith('"') ? 1 : 0))
}
