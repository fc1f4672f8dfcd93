// hashed: secrets that nobody could guess (tokens, keys), of which only a digest is kept. They are compared by
// equality and never read again. Passwords are no such secrets: people choose them, and a plain digest gives in.
import { defineFeature, type Feature, type NoColumns } from '../../table/table.ts'

export interface HashedOptions {
  /** Hidden text columns. */
  readonly columns: readonly string[]
  /** What a secret that the platform makes begins with, so that leaked ones are recognised: `acv_`. */
  readonly prefix?: string
}

export function hashed({ columns, prefix = '' }: HashedOptions): Feature<NoColumns> {
  return defineFeature('hashed', () =>
    columns.map((column) => ({ kind: 'codec', column, codec: { form: 'hashed', prefix } })),
  )
}
