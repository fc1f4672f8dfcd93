// How common the values are on which records agree: agreeing on García says less than on Urrutikoetxea.
import { birthDateText } from './birth-date.ts'
import { surname } from './compare-name.ts'
import { addressLevels } from './comparisons.ts'
import type { Normalised } from './normalised.ts'

export interface ValueFrequencies {
  /** Share of records per value, for common values only. */
  readonly common: Readonly<Record<string, number>>
  /** Share of a value that is not listed. */
  readonly rest: number
  /** Chance that two random records agree: the sum of the squared shares. */
  readonly agreement: number
}

/** What is counted, by name. */
export const counted: Readonly<Record<string, (fields: Normalised) => string | undefined>> = {
  given: ({ name }) => nonEmpty(name?.given.join(' ')),
  surname: ({ name }) => nonEmpty(name?.surnames[0]),
  surnames: ({ name }) => (name?.surnames.length === 2 ? name.surnames.join(' ') : undefined),
  middle: ({ name }) => nonEmpty(name?.others.join(' ')),
  birthDate: ({ birthDate }) => (birthDate === undefined ? undefined : birthDateText(birthDate)),
  birthPlace: ({ birthPlace }) => birthPlace,
  city: ({ city }) => city,
  postcode: ({ postcode }) => postcode,
  building: ({ address }) =>
    address?.number === undefined ? undefined : `${address.street} ${address.number}`,
  occupation: ({ occupation }) => occupation,
  email: ({ email }) => (email === undefined ? undefined : `${email.local}@${email.domain}`),
  phone: ({ phone }) => phone,
  company: ({ company }) => company?.core.join(' '),
}

/** Which value an agreement at that level of that comparison rests on. */
export function agreedValue(comparison: number, level: number, a: Normalised): string | undefined {
  switch (comparison) {
    case 0:
      return level === 1 ? 'given' : undefined
    case 1:
      return level === surname.both ? 'surnames' : level === surname.first ? 'surname' : undefined
    case 2:
      return level === 1 ? 'middle' : undefined
    case 3:
      return level === 1 ? 'birthDate' : undefined
    case 4:
      return level === 1 ? 'birthPlace' : undefined
    case 5:
      return placeValue(level, a)
    case 7:
      return level === 1 ? 'occupation' : undefined
    case 8:
      return level === 1 ? 'email' : undefined
    case 9:
      return level === 1 ? 'phone' : undefined
    case 11:
      return level === 1 ? 'company' : undefined
    default:
      return undefined
  }
}

function placeValue(level: number, a: Normalised): string | undefined {
  if (level === 1 || level === 2) return 'building'
  if (level <= addressLevels) return undefined
  const postcode = (level - addressLevels) >> 2
  if (postcode === 1) return 'postcode'
  if (((level - addressLevels) & 3) !== 1) return undefined
  return a.city === undefined ? 'birthPlace' : 'city'
}

const listed = 4000

/** Only values that several records hold are listed, the most common first. */
export function countValues(
  records: readonly { readonly fields: Normalised }[],
  read: (fields: Normalised) => string | undefined,
): ValueFrequencies | undefined {
  const counts = new Map<string, number>()
  let total = 0
  for (const { fields } of records) {
    const value = read(fields)
    if (value === undefined) continue
    counts.set(value, (counts.get(value) ?? 0) + 1)
    total++
  }
  if (total < 2) return undefined
  const ordered = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
  const top = ordered.filter(([, count]) => count > 2).slice(0, listed)
  const others = ordered.slice(top.length)
  const left = others.reduce((sum, [, count]) => sum + count, 0)
  const rest = others.length === 0 ? 1 / total : left / others.length / total
  const agreement = ordered.reduce((sum, [, count]) => sum + (count / total) ** 2, 0)
  const common = Object.fromEntries(top.map(([value, count]) => [value, count / total]))
  return { common, rest, agreement }
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text
}
