// Identifiers by a natural key, for writers that link rows they have just made.
import { AcervoError, nearestHint } from '../../kernel/index.ts'

/** @throws ACV209 when no row has the key. */
export type Lookup = (key: string) => string

export function toLookup<R extends { readonly id: string }>(
  rows: readonly R[],
  keyOf: (row: R) => string | null,
): Lookup {
  const ids = new Map(rows.map((row) => [keyOf(row) ?? '', row.id]))
  return (key) => {
    const id = ids.get(key)
    if (id !== undefined) return id
    throw new AcervoError('ACV209', `no row has the key '${key}'`, {
      hint: nearestHint(key, [...ids.keys()]),
    })
  }
}
