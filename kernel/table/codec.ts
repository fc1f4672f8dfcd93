// How a column's value is kept in another form than clients see. Plain values, so that the Model holds them;
// what the forms do is the affair of `kernel/keys` and of the requests.
import type { ColumnType } from './column.ts'

/** What is done to a text before it is compared, in the order given. */
export type Normalisation = 'trim' | 'lower' | 'unaccent' | 'digits' | 'alphanumeric'

export const normalisations = [
  'trim',
  'lower',
  'unaccent',
  'digits',
  'alphanumeric',
] as const satisfies readonly Normalisation[]

export type CodecSpec = SealedCodec | BlindCodec | HashedCodec

/** Encrypted under the key of the row's subject. */
export interface SealedCodec {
  readonly form: 'sealed'
  /** What clients read and write. */
  readonly of: ColumnType
  readonly values?: readonly string[]
  /** The column whose value names the subject. */
  readonly subject: string
  /** Last characters that a principal sees who may not unmask; 0 shows null. */
  readonly shown: number
  /** The column that stands for it where equality is asked. */
  readonly blind?: string
  readonly normalise: readonly Normalisation[]
}

/** A keyed hash of the column `of`. */
export interface BlindCodec {
  readonly form: 'blind'
  readonly of: string
}

/** A digest of a secret that nobody could guess: compared, never read. */
export interface HashedCodec {
  readonly form: 'hashed'
  /** What a secret that we make begins with. */
  readonly prefix: string
}
