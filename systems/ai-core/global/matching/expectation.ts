// Expectation maximisation over the distinct patterns of the pairs that share a key. `u` stays as it was drawn:
// left free, it is what makes the method collapse onto any large group of pairs.
import type { Comparison } from './comparisons.ts'

/** Distinct patterns with the number of pairs that show them. */
export interface PatternCounts {
  readonly levels: readonly Uint8Array[]
  readonly counts: Float64Array
}

export interface Expectation {
  /** Shares of the levels among records of one party. */
  readonly m: readonly (readonly number[])[]
  /** Matches expected among all pairs. */
  readonly expected: number
  /** Matches expected per comparison and level. */
  readonly seen: readonly (readonly number[])[]
}

const rounds = 60
/** Weight of what is believed beforehand, as a share of the matches expected. */
const shrink = 0.3

/** `universe` is the number of all pairs: those without a common key count as strangers. */
export function maximise(
  patterns: PatternCounts,
  comparisons: readonly Comparison[],
  u: readonly (readonly number[])[],
  universe: number,
): Expectation {
  const believed = comparisons.map(({ m }) => toShares(m))
  let m: readonly (readonly number[])[] = believed
  let expected = Math.max(1, universe * 1e-5)
  let seen: readonly (readonly number[])[] = []
  for (let round = 0; round < rounds; round++) {
    const found = expect(patterns, weigh(m, u), Math.log(expected / (universe - expected)))
    seen = found.seen
    m = seen.map((row, at) => posterior(row, believed[at] ?? []))
    const before = expected
    expected = Math.max(1, found.total)
    if (round > 3 && Math.abs(expected - before) < 1e-4 * expected) break
  }
  return { m, expected, seen }
}

/** Natural logarithms of m/u with the unobserved level first. */
function weigh(
  m: readonly (readonly number[])[],
  u: readonly (readonly number[])[],
): readonly Float64Array[] {
  return m.map((shares, at) =>
    Float64Array.from([0, ...shares.map((share, l) => Math.log(share / (u[at]?.[l] ?? 1)))]),
  )
}

function expect(
  { levels, counts }: PatternCounts,
  weights: readonly Float64Array[],
  prior: number,
): { readonly total: number; readonly seen: readonly (readonly number[])[] } {
  const sums = weights.map((row) => new Float64Array(row.length))
  let total = 0
  for (const [at, pattern] of levels.entries()) {
    let odds = prior
    for (let c = 0; c < pattern.length; c++) odds += weights[c]?.[pattern[c] ?? 0] ?? 0
    const share = (counts[at] ?? 0) / (1 + Math.exp(-odds))
    total += share
    for (let c = 0; c < pattern.length; c++) {
      const row = sums[c]
      const level = pattern[c] ?? 0
      if (row !== undefined) row[level] = (row[level] ?? 0) + share
    }
  }
  return { total, seen: sums.map((row) => [...row.subarray(1)]) }
}

/** Seen and believed shares together; a comparison that was never made keeps what is believed. */
function posterior(seen: readonly number[], believed: readonly number[]): readonly number[] {
  const total = seen.reduce((sum, count) => sum + count, 0)
  const weight = shrink * total + 1
  return believed.map((share, at) => ((seen[at] ?? 0) + weight * share) / (total + weight))
}

function toShares(values: readonly number[]): readonly number[] {
  const total = values.reduce((sum, value) => sum + value, 0)
  return values.map((value) => value / total)
}
