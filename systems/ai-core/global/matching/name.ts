// A person's name: given names, one or two surnames, and the words that are neither.
import { fold, foldKeepingEnye, textOf, tokensOf } from './fold.ts'
import { abbreviations, particles, titles } from './name-words.ts'
import type { PersonName } from './normalised.ts'

/** The three columns and the display name; undefined where no name is left. */
export function normaliseName(row: Readonly<Record<string, unknown>>): PersonName | undefined {
  const display = textOf(row.displayName)
  const given = namesOf(textOf(row.givenName))
  const surnames = [textOf(row.firstSurname), textOf(row.secondSurname)].flatMap(surnamesOf)
  const parts = display === '' ? undefined : partsOf(display)
  if (given.length === 0 && surnames.length === 0) {
    if (parts === undefined) return undefined
    return withSpelling(parts, [display])
  }
  const name =
    parts === undefined ? { given, surnames, others: [] } : fill(given, surnames, display)
  const written = [row.givenName, row.firstSurname, row.secondSurname].map(textOf)
  return withSpelling(name, written)
}

/** What the display name says beyond the columns; it stands in where a column held only a title. */
function fill(given: readonly string[], surnames: readonly string[], display: string): PersonName {
  const known = new Set([...given, ...surnames.flatMap((surname) => surname.split(' '))])
  const words = tokensOf(fold(display)).map(expand)
  const rest = words.filter((word) => !known.has(word) && !particles.has(word))
  const free = rest.filter((word) => !titles.has(word))
  if (given.length === 0 && free.length > 0) {
    const first = free[0] ?? ''
    return { given: [first], surnames, others: rest.filter((word) => word !== first) }
  }
  const last = free.at(-1)
  // "john cater ii" in the display name, "ii" in the surname column.
  if (surnames.length === 0 && last !== undefined)
    return { given, surnames: [last], others: rest.filter((word) => word !== last) }
  return { given, surnames, others: rest }
}

/** "García López, Ana" and "Ana García López"; of three words two are surnames. */
function partsOf(display: string): PersonName {
  const comma = display.indexOf(',')
  if (comma > 0) {
    const given = namesOf(display.slice(comma + 1))
    const surnames = surnamesOf(display.slice(0, comma))
    if (given.length > 0 && surnames.length > 0)
      return { given, surnames: splitTwo(surnames), others: [] }
  }
  const words = tokensOf(fold(display)).map(expand)
  const names = words.filter((word) => !titles.has(word) && !particles.has(word))
  const others = words.filter((word) => titles.has(word))
  if (names.length <= 1) return { given: names, surnames: [], others }
  const surnameCount = names.length >= 3 ? 2 : 1
  const cut = names.length - surnameCount
  return { given: names.slice(0, cut), surnames: names.slice(cut), others }
}

function splitTwo(surnames: readonly string[]): readonly string[] {
  const words = surnames.flatMap((surname) => surname.split(' '))
  if (words.length < 2) return words
  return [words.slice(0, -1).join(' '), words.at(-1) ?? '']
}

function namesOf(text: string): string[] {
  if (text === '') return []
  const words = tokensOf(fold(text.replaceAll(/[ªº]/g, 'a'))).map(expand)
  return words.filter((word) => !titles.has(word) && !particles.has(word))
}

function surnamesOf(text: string): string[] {
  if (text === '') return []
  const words = tokensOf(fold(text)).filter((word) => !titles.has(word))
  const named = words.filter((word) => !particles.has(word))
  const surname = named.join(' ')
  return surname === '' ? [] : [surname]
}

function expand(word: string): string {
  return abbreviations.get(word) ?? word
}

function withSpelling(name: PersonName, written: readonly string[]): PersonName | undefined {
  if (name.given.length + name.surnames.length + name.others.length === 0) return undefined
  const spelling = foldKeepingEnye(written.join(' ').trim())
  return spelling.includes('ñ') ? { ...name, spelling } : name
}
