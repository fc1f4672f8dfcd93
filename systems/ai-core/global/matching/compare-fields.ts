// Levels of everything but names: dates, places, ways to reach somebody, documents, companies.
import { addressLevels, townLevels } from './comparisons.ts'
import { isGenericLocal } from './email.ts'
import type {
  Address,
  BirthDate,
  CompanyName,
  Email,
  IdentityDocument,
  Normalised,
} from './normalised.ts'
import { postcodeArea } from './place.ts'
import { isWithinOneEdit, jaroWinkler } from './similarity.ts'

const date = {
  exact: 1,
  typo: 2,
  exchanged: 3,
  yearKnown: 4,
  twoParts: 5,
  yearOnly: 6,
  dayMonth: 7,
  near: 8,
  different: 9,
} as const

export function compareBirthDates(a: BirthDate | undefined, b: BirthDate | undefined): number {
  if (a === undefined || b === undefined) return 0
  const isYear = a.year === b.year
  const isMonth = a.month === b.month
  const isDay = a.day === b.day
  if (isYear && isMonth && isDay) return date.exact
  if (isYear && (isVague(a) || isVague(b))) return date.yearKnown
  if (isYear && a.month === b.day && a.day === b.month) return date.exchanged
  const wrong = wrongDigits(a, b)
  if (wrong === 1) return date.typo
  if (isYear && (isMonth || isDay)) return date.twoParts
  if (isYear) return wrong === 2 ? date.twoParts : date.yearOnly
  if (isMonth && isDay && a.month !== undefined && !isVague(a)) return date.dayMonth
  return Math.abs(a.year - b.year) <= 1 || wrong === 2 ? date.near : date.different
}

/** Only the year is meant: the first of January stands for the rest. */
function isVague(at: BirthDate): boolean {
  return at.month === undefined || at.day === undefined || (at.month === 1 && at.day === 1)
}

function wrongDigits(a: BirthDate, b: BirthDate): number {
  let left = a.year * 10_000 + (a.month ?? 0) * 100 + (a.day ?? 0)
  let right = b.year * 10_000 + (b.month ?? 0) * 100 + (b.day ?? 0)
  let wrong = 0
  while (left > 0 || right > 0) {
    if (left % 10 !== right % 10) wrong++
    left = Math.trunc(left / 10)
    right = Math.trunc(right / 10)
  }
  return wrong
}

/** Exact, similar, different. */
export function compareTowns(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return 0
  if (a === b) return 1
  if (a.length > 3 && b.length > 3 && isWithinOneEdit(a, b)) return 2
  return jaroWinkler(a, b, 0.88) >= 0.88 ? 2 : 3
}

/** The town is the home's, else the birth's: which of two towns a single column means is not known. */
export function comparePlaces(a: Normalised, b: Normalised): number {
  const isHome = a.city !== undefined && b.city !== undefined
  const town = isHome ? compareTowns(a.city, b.city) : compareTowns(a.birthPlace, b.birthPlace)
  const postcode = comparePostcodes(a.postcode, b.postcode)
  const address = compareAddresses(a.address, b.address)
  const isUnknown = postcode === 0 && town === 0
  const isNear = (postcode > 0 && postcode < 4) || town === 1 || town === 2
  // People move within a town: there another street leaves the word to the town and the postcode.
  if (address > 0 && (isUnknown || (isNear && address < 5))) return address
  if (isUnknown) return 0
  return addressLevels + postcode * townLevels.length + town
}

/** Only where the home's town is known on both sides: else the place has used it. */
export function compareBirthPlaces(a: Normalised, b: Normalised): number {
  if (a.city === undefined || b.city === undefined) return 0
  return compareTowns(a.birthPlace, b.birthPlace)
}

function comparePostcodes(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return 0
  if (a === b) return 1
  if (isWithinOneEdit(a, b)) return 2
  return postcodeArea(a) === postcodeArea(b) ? 3 : 4
}

/** Door, building, street, another number, another street; 0 for unknown. */
function compareAddresses(a: Address | undefined, b: Address | undefined): number {
  if (a === undefined || b === undefined) return 0
  if (!isSameStreet(a.street, b.street)) return 5
  if (a.number === undefined || b.number === undefined) return 3
  if (a.number !== b.number) return 4
  return a.unit !== undefined && a.unit === b.unit ? 1 : 2
}

/** Typing errors are forgiven in words: 18th and 19th are two streets. */
function isSameStreet(a: string, b: string): boolean {
  if (a === b) return true
  if (a.replaceAll(/\D/g, '') !== b.replaceAll(/\D/g, '')) return false
  if (a.length > 4 && b.length > 4 && isWithinOneEdit(a, b)) return true
  return jaroWinkler(a, b, 0.94) >= 0.94
}

export function compareEmails(a: Email | undefined, b: Email | undefined): number {
  if (a === undefined || b === undefined) return 0
  if (a.local === b.local && a.domain === b.domain) return 1
  const isDomain = a.domain === b.domain
  const isTold = !isGenericLocal(a.local) && a.local.length > 3
  if (isDomain && isTold && isWithinOneEdit(a.local, b.local)) return 2
  if (a.local === b.local && isTold) return isWithinOneEdit(a.domain, b.domain) ? 2 : 3
  if (
    isTold &&
    jaroWinkler(a.local, b.local, 0.9) >= 0.9 &&
    jaroWinkler(a.domain, b.domain, 0.9) >= 0.9
  )
    return 4
  return isDomain ? 5 : 6
}

export function comparePhones(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return 0
  if (a === b || a.endsWith(b.replace('+', '')) || b.endsWith(a.replace('+', ''))) return 1
  return isWithinOneEdit(a, b) ? 2 : 3
}

/** The best of all pairs: valid and equal, equal, one typo where a letter is wrong, different. */
export function compareDocuments(
  a: readonly IdentityDocument[] | undefined,
  b: readonly IdentityDocument[] | undefined,
): number {
  if (a === undefined || b === undefined) return 0
  let best = 0
  for (const left of a) {
    for (const right of b) {
      const level = compareTwoDocuments(left, right)
      if (level > 0 && (best === 0 || level < best)) best = level
    }
  }
  return best
}

function compareTwoDocuments(a: IdentityDocument, b: IdentityDocument): number {
  const isOneCountry = a.country === b.country || a.country === '' || b.country === ''
  if (!isOneCountry) return 0
  if (a.value === b.value) return a.valid && b.valid ? 1 : 2
  // Somebody may hold a passport and an identity card: other kinds say nothing.
  if (a.type !== b.type) return 0
  return !(a.valid && b.valid) && isWithinOneEdit(a.value, b.value) ? 3 : 4
}

export function areDocumentsApart(a: Normalised, b: Normalised): boolean {
  if (a.documents === undefined || b.documents === undefined) return false
  for (const left of a.documents) {
    if (!left.valid) continue
    for (const right of b.documents) {
      if (!right.valid || left.type !== right.type || left.country !== right.country) continue
      if (left.value !== right.value) return true
    }
  }
  return false
}

/** Exact, typo, contained, most of the words, some, different; the trade names count as well. */
export function compareCompanies(a: CompanyName | undefined, b: CompanyName | undefined): number {
  if (a === undefined || b === undefined) return 0
  let best = compareCores(a.core, b.core)
  if (a.trade !== undefined) best = Math.min(best, compareCores(a.trade, b.core))
  if (b.trade !== undefined) best = Math.min(best, compareCores(a.core, b.trade))
  if (a.trade !== undefined && b.trade !== undefined)
    best = Math.min(best, compareCores(a.trade, b.trade))
  return best
}

function compareCores(a: readonly string[], b: readonly string[]): number {
  const left = a.join('')
  const right = b.join('')
  if (left === right) return 1
  if (Math.min(left.length, right.length) > 5 && isWithinOneEdit(left, right)) return 2
  const shared = Math.max(sharedLetters(a, b), sharedLetters(b, a))
  const least = Math.min(left.length, right.length)
  if (shared >= least && least > 3) return 3
  if (shared >= 0.6 * least && shared > 5) return 4
  return shared > 2 ? 5 : 6
}

/** Letters of the first's words that the second has as well. */
function sharedLetters(a: readonly string[], b: readonly string[]): number {
  let shared = 0
  for (const word of a) if (b.some((other) => isSameToken(word, other))) shared += word.length
  return shared
}

function isSameToken(a: string, b: string): boolean {
  return a === b || (a.length > 4 && b.length > 4 && isWithinOneEdit(a, b))
}
