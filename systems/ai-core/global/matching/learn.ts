// Weights from the records themselves, without labels: levels among random pairs against levels among the pairs
// that look like one party. Refuses rather than hand out a model that makes no sense.
import { compareInto, pack, unpack } from './compare.ts'
import { comparisons } from './comparisons.ts'
import { maximise, type PatternCounts } from './expectation.ts'
import { counted, countValues, type ValueFrequencies } from './frequencies.ts'
import { KeyIndex } from './key-index.ts'
import { keyTextsOf } from './keys.ts'
import {
  attachBits,
  type ComparisonWeights,
  type MatchModel,
  priorModel,
  reviewBits,
} from './model.ts'
import { normVersion } from './normalise.ts'
import type { PartyRecord } from './party-record.ts'
import { ImplausibleModel, refuseImplausible, restrain } from './plausible.ts'
import { drawStrangers } from './strangers.ts'

export interface LearnOptions {
  /** Version of the model to be made; the caller counts. */
  readonly version?: number
  /** Pairs of strangers looked at. */
  readonly randomPairs?: number
}

const fewest = 100
/** So many pairs must show a level before its weight is believed as much as the shipped one. */
const telling = 5

/** Throws `ImplausibleModel` where the records are too few or the result makes no sense: keep the model there is. */
export function learn(records: readonly PartyRecord[], options: LearnOptions = {}): MatchModel {
  if (records.length < fewest)
    throw new ImplausibleModel(`${records.length} records are too few to learn from`)
  const strangers = drawStrangers(records, options.randomPairs ?? 500_000)
  const universe = (records.length * (records.length - 1)) / 2
  const found = maximise(countPatterns(records), comparisons, strangers.u, universe)
  const weights = comparisons.map(({ name }, at): ComparisonWeights => {
    const seen = found.seen[at] ?? []
    const bits = seen.map((matches, level) => {
      const learned = Math.log2((found.m[at]?.[level] ?? 1) / (strangers.u[at]?.[level] ?? 1))
      const shipped = priorModel.comparisons[at]?.bits[level + 1] ?? 0
      const pairs = matches + (strangers.seen[at]?.[level] ?? 0)
      return (pairs * learned + telling * shipped) / (pairs + telling)
    })
    return { name, bits: restrain(name, [0, ...bits]) }
  })
  const model = {
    version: options.version ?? 1,
    normVersion,
    priorBits: Math.log2(found.expected / (universe - found.expected)),
    comparisons: weights,
    frequencies: countAll(records),
    attachBits,
    reviewBits,
  }
  refuseImplausible(model)
  return model
}

function countAll(records: readonly PartyRecord[]): Readonly<Record<string, ValueFrequencies>> {
  const all: [string, ValueFrequencies][] = []
  for (const [field, read] of Object.entries(counted)) {
    const frequencies = countValues(records, read)
    if (frequencies !== undefined) all.push([field, frequencies])
  }
  return Object.fromEntries(all)
}

/** Every pair that shares a key, once. */
function countPatterns(records: readonly PartyRecord[]): PatternCounts {
  const index = new KeyIndex()
  const keys = records.map(({ fields }) => keyTextsOf(fields))
  for (const [at, own] of keys.entries()) index.add(at, own)
  const counts = new Map<number, number>()
  const levels = new Uint8Array(comparisons.length)
  for (const [at, record] of records.entries()) {
    for (const other of index.find(keys[at] ?? [])) {
      const fields = other < at ? records[other]?.fields : undefined
      if (fields === undefined || fields.kind !== record.fields.kind) continue
      compareInto(record.fields, fields, levels)
      const pattern = pack(levels)
      counts.set(pattern, (counts.get(pattern) ?? 0) + 1)
    }
  }
  return { levels: [...counts.keys()].map(unpack), counts: Float64Array.from(counts.values()) }
}
