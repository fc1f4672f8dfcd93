// Levels of given names, surnames and the other words of two people's names.
import { canonicalName, isGenderPair, titles } from './name-words.ts'
import type { PersonName } from './normalised.ts'
import { isWithinOneEdit, jaroWinkler } from './similarity.ts'

export const given = {
  exact: 1,
  typo: 2,
  similar: 3,
  variant: 4,
  partial: 5,
  loose: 6,
  initial: 7,
  elsewhere: 8,
  different: 9,
  gender: 10,
} as const

export const surname = {
  both: 1,
  first: 2,
  bothTypo: 3,
  typo: 4,
  similar: 5,
  moved: 6,
  loose: 7,
  elsewhere: 8,
  firstOnly: 9,
  secondOnly: 10,
  different: 11,
} as const

const middle = { same: 1, contained: 2, some: 3, none: 4 } as const

/** Writes the three levels from `at`; 0 where one side says nothing. */
export function compareNames(
  a: PersonName | undefined,
  b: PersonName | undefined,
  levels: Uint8Array,
  at: number,
): void {
  levels[at] = levels[at + 1] = levels[at + 2] = 0
  if (a === undefined || b === undefined) return
  if (isSingle(a) !== isSingle(b)) {
    if (isSingle(a)) compareSingle(a, b, levels, at)
    else compareSingle(b, a, levels, at)
    return
  }
  let givenLevel = compareGiven(a, b)
  let surnameLevel = compareSurnames(a, b)
  if (givenLevel >= given.elsewhere && surnameLevel >= surname.elsewhere && areTurned(a, b)) {
    givenLevel = given.variant
    surnameLevel = surname.moved
  }
  levels[at] = givenLevel
  levels[at + 1] = surnameLevel
  levels[at + 2] = compareOthers(a.others, b.others)
}

/** "Wright Frederick": the columns were exchanged. */
function areTurned(a: PersonName, b: PersonName): boolean {
  const [surnameA = '', givenB = ''] = [a.surnames[0], b.given[0]]
  if (surnameLevel(surnameA, givenB) > 3) return false
  const turned = {
    given: b.surnames.flatMap((text) => text.split(' ')),
    surnames: [b.given.join(' ')],
    others: b.others,
  }
  return compareGiven(a, turned) <= given.similar && compareSurnames(a, turned) <= surname.similar
}

/** One word in all: it may be either name. */
function isSingle(name: PersonName): boolean {
  return name.given.length + name.surnames.length === 1
}

function compareSingle(single: PersonName, full: PersonName, levels: Uint8Array, at: number): void {
  const word = single.given[0] ?? single.surnames[0] ?? ''
  const asGiven = { given: [word], surnames: [], others: [] }
  const asSurname = { given: [], surnames: [word], others: [] }
  const givenLevel = compareGiven(asGiven, full)
  const surnameLevel = compareSurnames(asSurname, full)
  const isGiven =
    single.given.length > 0
      ? surnameLevel === 0 || givenLevel <= given.initial || surnameLevel >= surname.elsewhere
      : givenLevel > 0 && givenLevel <= given.similar && surnameLevel >= surname.elsewhere
  if (isGiven) levels[at] = givenLevel
  else levels[at + 1] = surnameLevel
  levels[at + 2] = compareOthers(single.others, full.others)
}

function compareGiven(a: PersonName, b: PersonName): number {
  const left = a.given
  const right = b.given
  if (left.length === 0 || right.length === 0) return 0
  if (left.length === 1 && right.length === 1) {
    const level = wordLevel(left[0] ?? '', right[0] ?? '')
    return level < given.loose ? level : besides(a, b, level)
  }
  const level = alignedLevel(left, right)
  return level < given.loose ? level : besides(a, b, level)
}

/** "John William" in one source is "William" in the other. */
function besides(a: PersonName, b: PersonName, level: number): number {
  if (level <= given.initial) return level
  const isBeside =
    a.given.some((word) => word.length > 1 && b.others.includes(word)) ||
    b.given.some((word) => word.length > 1 && a.others.includes(word))
  return isBeside ? given.elsewhere : level
}

/** The worst of the shorter side's words, each with its best partner. */
function alignedLevel(a: readonly string[], b: readonly string[]): number {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a]
  let worst = 0
  let firstLevel = 0
  for (const [at, word] of short.entries()) {
    let best: number = given.gender
    for (const other of long) best = Math.min(best, wordLevel(word, other))
    if (at === 0) firstLevel = best
    worst = Math.max(worst, best)
  }
  if (short.length === long.length)
    return worst === given.exact && a[0] !== b[0] ? given.partial : worst
  if (worst <= given.variant) return given.partial
  // Only the first name in common: José Luis and José Antonio are two.
  return firstLevel <= given.variant && short.length > 1 ? given.different : worst
}

function wordLevel(a: string, b: string): number {
  if (a === b) return given.exact
  if (isGenderPair(a, b)) return given.gender
  if (a.length === 1 || b.length === 1)
    return a.charCodeAt(0) === b.charCodeAt(0) ? given.initial : given.different
  const least = Math.min(a.length, b.length)
  if (least > 2 && isWithinOneEdit(a, b)) return given.typo
  if (canonicalName(a) === canonicalName(b)) return given.variant
  const similarity = jaroWinkler(a, b, 0.86)
  if (similarity >= 0.92) return given.similar
  if (similarity >= 0.86) return given.loose
  return given.different
}

const none = 0

function compareSurnames(a: PersonName, b: PersonName): number {
  const [a1, a2] = a.surnames
  const [b1, b2] = b.surnames
  if (a1 === undefined || b1 === undefined) return none
  const first = surnameLevel(a1, b1)
  if (a2 !== undefined && b2 !== undefined) return compareTwo(first, a1, a2, b1, b2)
  if (first <= 3) return [surname.first, surname.typo, surname.similar][first - 1] ?? none
  const lone = a2 === undefined ? a1 : b1
  const second = a2 ?? b2
  if (second !== undefined && surnameLevel(lone, second) <= 2) return surname.moved
  if (first === 4) return surname.loose
  return isSurnameElsewhere(a, b) ? surname.elsewhere : surname.different
}

function compareTwo(first: number, a1: string, a2: string, b1: string, b2: string): number {
  const second = surnameLevel(a2, b2)
  if (first === 1 && second === 1) return surname.both
  if (first <= 3 && second <= 3) return surname.bothTypo
  if (surnameLevel(a1, b2) <= 2 && surnameLevel(a2, b1) <= 2) return surname.moved
  if (first <= 2) return surname.firstOnly
  return second <= 2 ? surname.secondOnly : surname.different
}

/** 1 exact, 2 typo, 3 similar, 4 loose, 5 different. */
function surnameLevel(a: string, b: string): number {
  if (a === b) return 1
  const least = Math.min(a.length, b.length)
  if (least > 2 && isWithinOneEdit(a, b)) return 2
  const similarity = jaroWinkler(a, b, 0.86)
  if (similarity >= 0.92) return 3
  return similarity >= 0.86 ? 4 : 5
}

function isSurnameElsewhere(a: PersonName, b: PersonName): boolean {
  const isIn = (name: PersonName, other: PersonName) =>
    name.surnames.some((word) => other.others.includes(word))
  return isIn(a, b) || isIn(b, a)
}

function compareOthers(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return 0
  const [short, long] = a.length <= b.length ? [a, b] : [b, a]
  let found = 0
  let telling = 0
  for (const word of short) {
    const isFound = long.some((other) => isSameWord(word, other))
    if (isFound) found++
    if (isFound && !titles.has(word)) telling++
  }
  if (found === short.length && a.length === b.length) return middle.same
  if (found === short.length) return middle.contained
  return telling > 0 || found > 0 ? middle.some : middle.none
}

function isSameWord(a: string, b: string): boolean {
  if (a === b) return true
  if (a.length === 1 || b.length === 1) return a.charCodeAt(0) === b.charCodeAt(0)
  return a.length > 3 && b.length > 3 && isWithinOneEdit(a, b)
}
