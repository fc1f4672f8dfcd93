// A file or stream of CSV or NDJSON -> its rows one by one, each with its line, each either readable or
// explained. Bounded memory, whatever the size. Knows no table.
import { AcervoError } from '../errors/index.ts'
import { openCsv } from './csv.ts'
import type { Format, Rows } from './item.ts'
import { readNdjson } from './ndjson.ts'

export interface ReadOptions {
  readonly format: Format
  /** `,` `;` or a tab; told by the header where it is left out. */
  readonly delimiter?: string
}

/** @throws ACV608 when the head of the file makes no sense. */
export async function readRows(
  chunks: AsyncIterable<Uint8Array>,
  options: ReadOptions,
): Promise<Rows> {
  if (options.format === 'csv') return openCsv(chunks, options.delimiter)
  const items = readNdjson(chunks)
  return { format: 'ndjson', fields: undefined, delimiter: undefined, items }
}

/** By the ending of the name: .csv .tsv .ndjson .jsonl */
export function toFormat(fileName: string): Format {
  const ending = /\.([a-z0-9]+)$/i.exec(fileName)?.[1]?.toLowerCase()
  if (ending === 'csv' || ending === 'tsv' || ending === 'txt') return 'csv'
  if (ending === 'ndjson' || ending === 'jsonl') return 'ndjson'
  throw new AcervoError('ACV607', 'the format of the file is not known', {
    details: `Given: ${fileName}. Known endings: .csv, .tsv, .txt, .ndjson, .jsonl.`,
    hint: 'Say it with --format csv or --format ndjson.',
  })
}
