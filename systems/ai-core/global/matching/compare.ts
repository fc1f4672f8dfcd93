// Two records as one pattern: the level each comparison reached, packed in one integer. Kept, a pattern
// can be scored again under any later model without the texts.
import {
  areDocumentsApart,
  compareBirthDates,
  compareBirthPlaces,
  compareCompanies,
  compareDocuments,
  compareEmails,
  comparePhones,
  comparePlaces,
  compareTowns,
} from './compare-fields.ts'
import { compareNames, given } from './compare-name.ts'
import { comparisons } from './comparisons.ts'
import type { Normalised } from './normalised.ts'

/** Levels in mixed radix, below 2^53. */
export type Pattern = number

/** `DOCUMENT`: both valid, of one country and type, and different. */
export type Veto = 'DOCUMENT' | 'KIND'

const radixes = comparisons.map(({ levels }) => levels.length + 1)
const scratch = new Uint8Array(comparisons.length)

export function compare(a: Normalised, b: Normalised): Pattern {
  compareInto(a, b, scratch)
  return pack(scratch)
}

/** One level per comparison, in their order; the same for (a, b) and (b, a). */
export function compareInto(a: Normalised, b: Normalised, levels: Uint8Array): void {
  compareNames(a.name, b.name, levels, 0)
  levels[3] = compareBirthDates(a.birthDate, b.birthDate)
  levels[4] = compareBirthPlaces(a, b)
  levels[5] = comparePlaces(a, b)
  levels[6] = compareGenders(a, b)
  // Of one gender, Francisco and Francisca are one name mistyped.
  if (levels[0] === given.gender && levels[6] === 1) levels[0] = given.typo
  levels[7] = compareTowns(a.occupation, b.occupation)
  levels[8] = compareEmails(a.email, b.email)
  levels[9] = comparePhones(a.phone, b.phone)
  levels[10] = compareDocuments(a.documents, b.documents)
  levels[11] = compareCompanies(a.company, b.company)
}

function compareGenders(a: Normalised, b: Normalised): number {
  if (a.gender === undefined || b.gender === undefined) return 0
  return a.gender === b.gender ? 1 : 2
}

export function pack(levels: Uint8Array): Pattern {
  let pattern = 0
  for (let at = radixes.length - 1; at >= 0; at--)
    pattern = pattern * (radixes[at] ?? 1) + (levels[at] ?? 0)
  return pattern
}

/** One level per comparison. */
export function unpack(pattern: Pattern): Uint8Array {
  const levels = new Uint8Array(radixes.length)
  let rest = pattern
  for (const [at, radix] of radixes.entries()) {
    levels[at] = rest % radix
    rest = Math.floor(rest / radix)
  }
  return levels
}

export function vetoOf(a: Normalised, b: Normalised): Veto | undefined {
  if (a.kind !== b.kind) return 'KIND'
  return areDocumentsApart(a, b) ? 'DOCUMENT' : undefined
}
