// A CSV file: its header, then its rows, each with as many cells as the header has fields.
import { AcervoError } from '../errors/index.ts'
import { isHeadWhole, readHead } from './csv-head.ts'
import { CsvRecords } from './csv-records.ts'
import type { Item, Rows } from './item.ts'
import { limits } from './limits.ts'

export async function openCsv(
  chunks: AsyncIterable<Uint8Array>,
  delimiter?: string,
): Promise<Rows> {
  const iterator = chunks[Symbol.asyncIterator]()
  const start = await readStart(iterator)
  const head = readHead(start, delimiter)
  const groups = readGroups(new CsvRecords(head), start.subarray(head.skip), iterator)
  const { fields, others } = await readHeader(groups)
  return { format: 'csv', fields, delimiter: head.delimiter, items: readItems(others, groups) }
}

type Chunks = AsyncIterator<Uint8Array>

async function readStart(iterator: Chunks): Promise<Buffer> {
  let start = Buffer.alloc(0)
  while (!isHeadWhole(start)) {
    const { done, value } = await iterator.next()
    if (done) break
    start = Buffer.concat([start, value])
  }
  if (start.length === 0) {
    throw new AcervoError('ACV608', 'the file is empty', {
      hint: 'The first line names the columns.',
    })
  }
  return start
}

async function* readGroups(
  records: CsvRecords,
  start: Buffer,
  iterator: Chunks,
): AsyncGenerator<Item[]> {
  yield await records.add(start)
  try {
    for (;;) {
      const { done, value } = await iterator.next()
      if (done) break
      yield await records.add(toBuffer(value))
    }
    yield await records.end()
  } finally {
    await iterator.return?.()
  }
}

function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

async function readHeader(
  groups: AsyncIterator<Item[]>,
): Promise<{ fields: readonly string[]; others: Item[] }> {
  for (;;) {
    const { done, value } = await groups.next()
    if (done) throw noHeader('It ends before the first line does.')
    const [first, ...others] = value as Item[]
    if (first === undefined) continue
    if ('cells' in first) return { fields: toFields(first.cells.texts), others }
    await groups.return?.()
    throw noHeader('reject' in first ? first.reject.message : '')
  }
}

function noHeader(details: string): AcervoError {
  return new AcervoError('ACV608', 'the header cannot be read', {
    details,
    hint: 'The first line names the columns, in UTF-8.',
  })
}

/** A field without a name (an index column of a data frame) is carried along but cannot be asked for. */
function toFields(texts: readonly string[]): readonly string[] {
  const fields = texts.map((text) => text.trim())
  const seen = new Set<string>()
  const twice = fields.filter((field) => field !== '' && (seen.has(field) || !seen.add(field)))
  if (twice.length > 0) {
    throw new AcervoError('ACV608', 'the header names a column twice', {
      details: `Given twice: ${[...new Set(twice)].slice(0, 10).join(', ')}.`,
      hint: 'Give each column its own name.',
    })
  }
  if (fields.length > limits.fieldsMax) {
    throw new AcervoError('ACV608', 'the header names too many columns', {
      details: `Given: ${fields.length}. Allowed: ${limits.fieldsMax}.`,
    })
  }
  return Object.freeze(fields)
}

async function* readItems(
  others: readonly Item[],
  groups: AsyncIterable<Item[]>,
): AsyncGenerator<Item> {
  yield* others
  for await (const group of groups) yield* group
}
