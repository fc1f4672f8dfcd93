// Bytes in pieces of any size, and what reading them gives, in short. Only tests import it.
import type { Format, Item, Row } from '../../../kernel/intake/item.ts'
import { readRows } from '../../../kernel/intake/rows.ts'

export async function* inPieces(
  bytes: Uint8Array | string,
  size: number,
): AsyncGenerator<Uint8Array> {
  const all = Buffer.from(bytes as string)
  for (let at = 0; at < all.length; at += size) yield all.subarray(at, at + size)
}

/** Items as the tests speak of them: line and cells, line and object, or line and reason. */
export type Told = readonly [line: number, what: readonly string[] | Row | string]

export async function readAll(
  bytes: Uint8Array | string,
  { format = 'csv', size = 64 }: { format?: Format; size?: number } = {},
): Promise<{ fields: readonly string[] | undefined; told: readonly Told[]; items: Item[] }> {
  const { fields, items: stream } = await readRows(inPieces(bytes, size), { format })
  const items: Item[] = []
  for await (const item of stream) items.push(item)
  return { fields, items, told: items.map(toTold) }
}

function toTold(item: Item): Told {
  if ('reject' in item) return [item.line, item.reject.message]
  return [item.line, 'cells' in item ? item.cells.texts : item.object]
}
