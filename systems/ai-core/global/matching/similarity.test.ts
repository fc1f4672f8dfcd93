// Fast similarity against slow textbook versions.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isWithinOneEdit, jaroWinkler } from './similarity.ts'

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'ñ', 'd'), maxLength: 9 })

/** Optimal string alignment over a whole matrix. */
function slowDamerau(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (_, j) => (i === 0 ? j : j === 0 ? i : 0)),
  )
  for (let i = 1; i <= a.length; i++)
    for (let j = 1; j <= b.length; j++) {
      const replaced = rows[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      let least = Math.min(rows[i - 1]![j]! + 1, rows[i]![j - 1]! + 1, replaced)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, rows[i - 2]![j - 2]! + 1)
      rows[i]![j] = least
    }
  return rows[a.length]![b.length]!
}

function slowJaroWinkler(a: string, b: string): number {
  if (a === b) return 1
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1)
  const free = new Set([...b].map((_, at) => at))
  const fromA: string[] = []
  const taken: number[] = []
  for (const [i, unit] of [...a].entries()) {
    const j = [...free]
      .sort((x, y) => x - y)
      .find((at) => b[at] === unit && Math.abs(at - i) <= reach)
    if (j === undefined) continue
    free.delete(j)
    fromA.push(unit)
    taken.push(j)
  }
  const m = fromA.length
  if (m === 0) return 0
  const fromB = taken.sort((x, y) => x - y).map((at) => b[at])
  const moved = fromA.filter((unit, at) => unit !== fromB[at]).length / 2
  const jaro = (m / a.length + m / b.length + (m - moved) / m) / 3
  let prefix = 0
  while (prefix < 4 && prefix < a.length && prefix < b.length && a[prefix] === b[prefix]) prefix++
  return jaro + prefix * 0.1 * (1 - jaro)
}

test('Jaro-Winkler is what the textbook says, in any order of the two', () => {
  expect(jaroWinkler('martha', 'marhta')).toBeCloseTo(0.9611, 4)
  expect(jaroWinkler('dixon', 'dicksonx')).toBeCloseTo(0.8133, 4)
  fc.assert(
    fc.property(word, word, (a, b) => {
      expect(jaroWinkler(a, b)).toBeCloseTo(slowJaroWinkler(a, b), 10)
    }),
    { numRuns: 2000 },
  )
})

test('a least similarity never hides one that reaches it', () => {
  fc.assert(
    fc.property(word, word, fc.constantFrom(0.86, 0.92), (a, b, least) => {
      const whole = jaroWinkler(a, b)
      const quick = jaroWinkler(a, b, least)
      expect(quick >= least).toBe(whole >= least)
    }),
    { numRuns: 3000 },
  )
})

test('one edit is a distance of one at most', () => {
  fc.assert(
    fc.property(word, word, (a, b) => {
      expect(isWithinOneEdit(a, b)).toBe(slowDamerau(a, b) <= 1)
    }),
    { numRuns: 3000 },
  )
})
