// What stands for an encrypted value where equality is asked: a keyed hash of its normalised text, cut to 128
// bits. It shows which rows hold equal values, and nothing else, to who has the table but not the keys.
import { createHmac } from 'node:crypto'
import type { Normalisation } from '../table/codec.ts'
import type { DataKey } from './data-key.ts'

const blindBytes = 16

/** `column` is its full name: equal values of two columns have different indexes. */
export function blindIndex(
  key: DataKey,
  column: string,
  text: string,
  normalisations: readonly Normalisation[],
): Buffer {
  const normal = normalisations.reduce((given, step) => steps[step](given), text)
  return createHmac('sha256', key.blindKey(column)).update(normal).digest().subarray(0, blindBytes)
}

const steps: Readonly<Record<Normalisation, (text: string) => string>> = {
  trim: (text) => text.trim(),
  lower: (text) => text.toLowerCase(),
  unaccent: (text) => text.normalize('NFD').replace(/\p{M}/gu, '').normalize('NFC'),
  digits: (text) => text.replace(/\D/g, ''),
  alphanumeric: (text) => text.replace(/[^\p{L}\p{N}]/gu, ''),
}
