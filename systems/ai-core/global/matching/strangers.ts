// What strangers have in common: the levels of random pairs, almost none of which are one party.
import { compareInto } from './compare.ts'
import { type Comparison, comparisons } from './comparisons.ts'
import type { PartyRecord } from './party-record.ts'
import { seededRandom } from './random.ts'

export interface Strangers {
  /** Shares of each comparison's levels, given that both sides say something. */
  readonly u: readonly (readonly number[])[]
  /** Pairs seen per comparison and level; index 0 is level 1. */
  readonly seen: readonly (readonly number[])[]
}

/** Drawn by a fixed seed: the same records give the same model. */
const seed = 20_250_101

export function drawStrangers(records: readonly PartyRecord[], pairs: number): Strangers {
  const counts = comparisons.map(({ levels }) => new Float64Array(levels.length + 1))
  const levels = new Uint8Array(comparisons.length)
  const random = seededRandom(seed)
  for (let at = 0; at < pairs; at++) {
    const a = records[Math.floor(random() * records.length)]
    const b = records[Math.floor(random() * records.length)]
    if (a === undefined || b === undefined || a === b) continue
    compareInto(a.fields, b.fields, levels)
    for (const [c, level] of levels.entries()) {
      const row = counts[c]
      if (row !== undefined) row[level] = (row[level] ?? 0) + 1
    }
  }
  const seen = counts.map((row) => [...row.subarray(1)])
  return { seen, u: comparisons.map((comparison, at) => smooth(comparison, seen[at] ?? [])) }
}

/** Half a pair per level in the shape of what is believed: no share is zero. */
function smooth({ levels, u }: Comparison, seen: readonly number[]): readonly number[] {
  const total = seen.reduce((sum, count) => sum + count, 0)
  const believed = u.reduce((sum, share) => sum + share, 0)
  const weight = levels.length / 2
  return levels.map(
    (_, at) => ((seen[at] ?? 0) + (weight * (u[at] ?? 0)) / believed) / (total + weight),
  )
}
