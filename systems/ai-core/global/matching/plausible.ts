// What any model must obey, whatever the records seemed to say.
import { comparisons } from './comparisons.ts'
import type { MatchModel } from './model.ts'

/** A model that may not be used; the one in use stays. */
export class ImplausibleModel extends Error {
  override readonly name = 'ImplausibleModel'
}

/** Levels that are never a reason to put two records together. */
const neverFor: ReadonlySet<string> = new Set(['gender', 'different', 'none'])
/** Comparisons whose first level is agreement in full, so that no other level may say more. */
const ranked: ReadonlySet<string> = new Set([
  'given',
  'middle',
  'birthDate',
  'birthPlace',
  'gender',
  'occupation',
  'email',
  'phone',
  'company',
])

/** Bits with the unobserved level first; rare levels that ran away are brought back into order. */
export function restrain(comparison: string, bits: readonly number[]): readonly number[] {
  const names = comparisons.find(({ name }) => name === comparison)?.levels ?? []
  const most = ranked.has(comparison) ? (bits[1] ?? 0) : Number.POSITIVE_INFINITY
  return bits.map((value, level) => {
    if (level < 2) return value
    const isAgainst = neverFor.has(names[level - 1] ?? '')
    return Math.min(value, most, isAgainst && comparison !== 'place' ? 0 : value)
  })
}

/** Agreement speaks for one party, disagreement against it, and two random records are strangers. */
export function refuseImplausible(model: MatchModel): void {
  if (!(model.priorBits < 0)) throw new ImplausibleModel('half of all pairs would be one party')
  for (const { name, bits } of model.comparisons) {
    const full = bits[1] ?? 0
    if (!bits.every(Number.isFinite)) throw new ImplausibleModel(`${name} has a weight without end`)
    if (!(full > 0)) throw new ImplausibleModel(`agreement on ${name} speaks against one party`)
    if (!(Math.min(...bits.slice(1)) < full))
      throw new ImplausibleModel(`${name} says no less where it differs`)
  }
}
