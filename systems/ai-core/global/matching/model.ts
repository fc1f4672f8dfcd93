// The weights by which a pattern becomes a score. Immutable and versioned: kept as JSON with each decision's
// version, so that any old decision can be explained.
import { compareInto, type Pattern, pack, type Veto, vetoOf } from './compare.ts'
import { comparisons } from './comparisons.ts'
import { agreedValue, counted, type ValueFrequencies } from './frequencies.ts'
import { householdBits } from './household.ts'
import { normVersion } from './normalise.ts'
import type { Normalised } from './normalised.ts'

export interface ComparisonWeights {
  readonly name: string
  /** Bits per level (log2 m/u); level 0 is "unobserved" and always 0. */
  readonly bits: readonly number[]
}

export interface MatchModel {
  readonly version: number
  readonly normVersion: number
  /** log2 odds that two random records are one party. */
  readonly priorBits: number
  readonly comparisons: readonly ComparisonWeights[]
  readonly frequencies: Readonly<Record<string, ValueFrequencies>>
  /** Posterior log2 odds from which records are put together without asking. */
  readonly attachBits: number
  /** From here to `attachBits` a person is asked. */
  readonly reviewBits: number
}

export interface PairScore {
  /** Posterior log2 odds, the prior included. */
  readonly bits: number
  readonly pattern: Pattern
  readonly veto?: Veto
}

export const attachBits = 0
export const reviewBits = -3

/** Used until enough data stands to learn from. */
export const priorModel: MatchModel = {
  version: 0,
  normVersion,
  priorBits: -14,
  comparisons: comparisons.map(({ name, m, u }) => ({
    name,
    bits: bitsOf(m, u),
  })),
  frequencies: {},
  attachBits,
  reviewBits,
}

/** One comparison's bits per level, the unobserved one included. */
export function bitsOf(m: readonly number[], u: readonly number[]): readonly number[] {
  return [0, ...m.map((share, at) => Math.log2(share / (u[at] ?? 1)))]
}

interface Prepared {
  readonly bits: readonly Float64Array[]
  readonly adjust: ReadonlyMap<string, (value: string) => number>
}

const prepared = new WeakMap<MatchModel, Prepared>()
const levels = new Uint8Array(comparisons.length)
const parts = new Float64Array(comparisons.length)

export function scorePair(model: MatchModel, a: Normalised, b: Normalised): PairScore {
  const score = { bits: bitsOfPair(model, a, b), pattern: pack(levels) }
  const veto = vetoOf(a, b)
  return veto === undefined ? score : { ...score, veto }
}

/** The score alone, for the inner loop; vetoes are the caller's. */
export function bitsOfPair(model: MatchModel, a: Normalised, b: Normalised): number {
  const { bits: weights, adjust } = prepare(model)
  compareInto(a, b, levels)
  let bits = model.priorBits
  for (let at = 0; at < levels.length; at++) {
    const level = levels[at] ?? 0
    const part = level === 0 ? 0 : (weights[at]?.[level] ?? 0) + adjustment(adjust, at, level, a, b)
    parts[at] = part
    bits += part
  }
  return bits + householdBits(levels, parts, bits)
}

/** Bits of one comparison beyond its level's: common values say less, rare ones more. */
export function adjustmentOf(
  model: MatchModel,
  comparison: number,
  level: number,
  a: Normalised,
  b: Normalised,
): number {
  return adjustment(prepare(model).adjust, comparison, level, a, b)
}

function adjustment(
  adjust: Prepared['adjust'],
  comparison: number,
  level: number,
  a: Normalised,
  b: Normalised,
): number {
  const field = agreedValue(comparison, level, a)
  if (field === undefined) return 0
  const frequency = adjust.get(field)
  const value = counted[field]
  if (frequency === undefined || value === undefined) return 0
  const left = value(a)
  const right = value(b)
  if (left === undefined || right === undefined) return 0
  if (left === right) return frequency(left)
  return (frequency(left) + frequency(right)) / 2
}

/** Half believed: values also differ in how often they are mistyped. */
const belief = 0.6
const limit = 6

function prepare(model: MatchModel): Prepared {
  const known = prepared.get(model)
  if (known !== undefined) return known
  const bits = comparisons.map(({ name, levels: names }) => {
    const weights = model.comparisons.find((comparison) => comparison.name === name)
    return Float64Array.from({ length: names.length + 1 }, (_, level) => weights?.bits[level] ?? 0)
  })
  const adjust = new Map<string, (value: string) => number>()
  for (const [field, { common, rest, agreement }] of Object.entries(model.frequencies)) {
    const adjusted = (share: number) =>
      Math.max(-limit, Math.min(limit, belief * Math.log2(agreement / share)))
    const values = new Map(Object.entries(common).map(([value, share]) => [value, adjusted(share)]))
    const other = adjusted(rest)
    adjust.set(field, (value) => values.get(value) ?? other)
  }
  const made = { bits, adjust }
  prepared.set(model, made)
  return made
}
