// Checkpoints as lines of a file for each database, only added to, flushed to the disk. A line that a crash left half
// written is none: it is cut off before the next one, which the database still holds.
import { createReadStream } from 'node:fs'
import { mkdir, open } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { AcervoError } from '../../errors/index.ts'
import { hashBytes } from './merkle.ts'
import type { ReadablePlace, Witnessed } from './place.ts'

const chunkBytes = 1 << 16

export function openFilePlace(directory: string): ReadablePlace {
  const pathOf = (database: string): string => join(directory, `${database}.checkpoints`)
  return Object.freeze({
    name: directory,
    last: async (database: string) => {
      const line = await readLastLine(pathOf(database))
      return line === undefined ? undefined : parseLine(line, pathOf(database)).note
    },
    read: (database: string) => readLines(pathOf(database)),
    append: async (database: string, records: readonly Witnessed[]) => {
      if (records.length === 0) return
      await mkdir(directory, { recursive: true, mode: 0o700 })
      await appendLines(pathOf(database), records.map(toLine))
    },
  })
}

function toLine({ note, hashes }: Witnessed): string {
  return `${JSON.stringify({ note, hashes: Buffer.concat(hashes).toString('base64') })}\n`
}

function parseLine(line: string, path: string): Witnessed {
  try {
    const { note, hashes } = JSON.parse(line) as { note: string; hashes: string }
    const bytes = Buffer.from(hashes, 'base64')
    if (typeof note !== 'string' || bytes.length % hashBytes !== 0) throw new Error('malformed')
    return { note, hashes: splitHashes(bytes) }
  } catch {
    throw new AcervoError('ACV343', 'the file of checkpoints holds a line that is none', {
      details: path,
      hint: 'It was changed by hand. Restore it from a copy.',
    })
  }
}

export function splitHashes(bytes: Buffer): readonly Buffer[] {
  return Array.from({ length: bytes.length / hashBytes }, (_, at) =>
    bytes.subarray(at * hashBytes, (at + 1) * hashBytes),
  )
}

async function* readLines(path: string): AsyncGenerator<Witnessed> {
  const end = await wholeBytes(path)
  if (end === 0) return
  const input = createReadStream(path, { encoding: 'utf8', end: end - 1 })
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY }))
      yield parseLine(line, path)
  } finally {
    input.destroy()
  }
}

/** Up to and with the last newline. */
async function wholeBytes(path: string): Promise<number> {
  const found = await findNewline(path, undefined)
  return found === undefined ? 0 : found + 1
}

async function readLastLine(path: string): Promise<string | undefined> {
  const end = await findNewline(path, undefined)
  if (end === undefined) return undefined
  const begin = ((await findNewline(path, end)) ?? -1) + 1
  const file = await open(path, 'r')
  try {
    const { buffer } = await file.read({ buffer: Buffer.alloc(end - begin), position: begin })
    return buffer.toString('utf8')
  } finally {
    await file.close()
  }
}

/** Place of the last newline before `before`; undefined where there is none, or no file. */
async function findNewline(path: string, before: number | undefined): Promise<number | undefined> {
  const file = await open(path, 'r').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  })
  if (file === undefined) return undefined
  try {
    let end = before ?? (await file.stat()).size
    const buffer = Buffer.alloc(chunkBytes)
    while (end > 0) {
      const begin = Math.max(0, end - chunkBytes)
      const { bytesRead } = await file.read(buffer, 0, end - begin, begin)
      const at = buffer.subarray(0, bytesRead).lastIndexOf(10)
      if (at >= 0) return begin + at
      end = begin
    }
    return undefined
  } finally {
    await file.close()
  }
}

async function appendLines(path: string, lines: readonly string[]): Promise<void> {
  const whole = await wholeBytes(path)
  const file = await open(path, 'a', 0o600)
  try {
    const { size } = await file.stat()
    if (size > whole) await file.truncate(whole)
    await file.appendFile(lines.join(''))
    await file.sync()
  } finally {
    await file.close()
  }
}
