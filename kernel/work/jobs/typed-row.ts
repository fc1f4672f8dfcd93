// A described result -> rows as the `pg` driver would hand them out, which is what pg-boss reads.
import type { Result } from '../../database/target.ts'

export type TypedRow = Readonly<Record<string, unknown>>

export function toTypedRows({ rows, columns = [], types = [] }: Result): readonly TypedRow[] {
  return rows.map((cells) =>
    Object.fromEntries(
      columns.map((name, index) => [name, toValue(cells[index] ?? null, types[index] ?? 0)]),
    ),
  )
}

// PostgreSQL's type numbers never change. What is not here (uuid, text, bigint, numeric, enums) stays text.
const readers: ReadonlyMap<number, (cell: string) => unknown> = new Map([
  [16, (cell: string) => cell === 't'],
  ...[21, 23, 26, 700, 701].map((type) => [type, Number] as const),
  ...[114, 3802].map((type) => [type, JSON.parse as (cell: string) => unknown] as const),
  [1184, (cell: string) => toInstant(cell)],
  [1114, (cell: string) => toInstant(`${cell}+00`)],
  ...[1009, 1015, 2951].map((type) => [type, toTexts] as const),
])

function toValue(cell: string | null, type: number): unknown {
  if (cell === null) return null
  const read = readers.get(type)
  return read === undefined ? cell : read(cell)
}

function toInstant(cell: string): Date {
  return new Date(cell.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'))
}

function toTexts(cell: string): readonly (string | null)[] {
  return [...cell.slice(1, -1).matchAll(/"((?:[^"\\]|\\.)*)"|([^,]+)/g)].map(([, quoted, bare]) => {
    if (quoted !== undefined) return quoted.replace(/\\(.)/g, '$1')
    return bare === 'NULL' ? null : (bare ?? '')
  })
}
