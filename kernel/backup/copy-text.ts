// PostgreSQL's text form of COPY, written and read here for the engine that has no COPY of its own to a stream. The
// server writes and reads the same.
import { AcervoError } from '../errors/index.ts'
import type { Row } from '../move/copy-table.ts'

const escapes: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
}
const letters: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(escapes).map(([character, [, letter = '']]) => [letter, character]),
)

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what COPY escapes.
const toEscape = /[\x08\x09\x0a\x0b\x0c\x0d\\]/g

export function toCopyText(rows: readonly Row[]): string {
  return rows.map((row) => `${row.map(toCell).join('\t')}\n`).join('')
}

function toCell(text: string | null): string {
  return text === null ? '\\N' : text.replaceAll(toEscape, (one) => escapes[one] ?? one)
}

function fromCell(text: string): string | null {
  if (text === '\\N') return null
  return text.includes('\\')
    ? text.replaceAll(/\\(.)/gs, (_, one: string) => letters[one] ?? one)
    : text
}

export interface BatchLimits {
  readonly rows: number
  readonly characters: number
}

/** A handful of rows at a time. @throws ACV421 for a text that ends in the middle of a line. */
export async function* fromCopyText(
  chunks: AsyncIterable<Uint8Array>,
  limits: BatchLimits = { rows: 5_000, characters: 4_000_000 },
): AsyncGenerator<readonly Row[]> {
  let batch: Row[] = []
  let characters = 0
  for await (const line of toLines(chunks)) {
    batch.push(line.split('\t').map(fromCell))
    characters += line.length
    if (batch.length < limits.rows && characters < limits.characters) continue
    yield batch
    batch = []
    characters = 0
  }
  if (batch.length > 0) yield batch
}

async function* toLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  let rest: string[] = []
  for await (const chunk of chunks) {
    const lines = decoder.decode(chunk, { stream: true }).split('\n')
    if (lines.length === 1) {
      rest.push(lines[0] ?? '')
      continue
    }
    yield rest.join('') + (lines[0] ?? '')
    yield* lines.slice(1, -1)
    rest = [lines.at(-1) ?? '']
  }
  if (rest.join('') !== '')
    throw new AcervoError('ACV421', 'a file of the backup ends in the middle of a row')
}

/** A row is a line: COPY writes no other line feed. */
export async function countLines(chunks: AsyncIterable<Uint8Array>): Promise<number> {
  let lines = 0
  for await (const chunk of chunks)
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) lines++
  return lines
}
