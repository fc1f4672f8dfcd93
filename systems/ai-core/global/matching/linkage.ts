// How strongly a group of records belongs to another: the mean of the better half of their pairs, so that one
// lucky pair does not join two parties and one poor record does not keep them apart.
import { type Veto, vetoOf } from './compare.ts'
import { bitsOfPair, type MatchModel, scorePair } from './model.ts'
import type { PartyRecord } from './party-record.ts'

/** What a decision stands on: one pair of records and its score. */
export interface Evidence {
  readonly recordId: string
  readonly otherRecordId: string
  readonly partyId: string
  /** Posterior log2 odds of this pair alone. */
  readonly bits: number
  readonly pattern: number
  readonly veto?: Veto
}

export interface Constraints {
  /** By record id: somebody said that these two are not one party. */
  cannotLink(a: string, b: string): boolean
}

/** A party as the matcher sees it. */
export interface Candidate {
  readonly partyId: string
  /** What `representativesOf` chose of the party's records. */
  readonly records: readonly PartyRecord[]
}

export interface Linkage {
  readonly candidate: Candidate
  /** Posterior log2 odds of the whole. */
  readonly bits: number
  /** The best pair alone. */
  readonly best: number
  /** Never to be put together, whatever the bits. */
  readonly forbidden: boolean
}

export function linkageOf(
  model: MatchModel,
  left: readonly PartyRecord[],
  candidate: Candidate,
  constraints?: Constraints,
): Linkage {
  const scores = new Float64Array(left.length * candidate.records.length)
  let forbidden = false
  let at = 0
  for (const record of left) {
    for (const other of candidate.records) {
      scores[at++] = bitsOfPair(model, record.fields, other.fields)
      forbidden ||= vetoOf(record.fields, other.fields) !== undefined
      forbidden ||= constraints?.cannotLink(record.id, other.id) === true
    }
  }
  scores.sort()
  const best = scores.at(-1) ?? Number.NEGATIVE_INFINITY
  return { candidate, bits: meanOfBetterHalf(scores), best, forbidden }
}

/** `sorted` worst first. */
function meanOfBetterHalf(sorted: Float64Array): number {
  const half = Math.ceil(sorted.length / 2)
  if (half === 0) return Number.NEGATIVE_INFINITY
  let sum = 0
  for (let at = sorted.length - half; at < sorted.length; at++) sum += sorted[at] ?? 0
  return sum / half
}

/** All pairs, best first: made only for what is decided, as most candidates are not. */
export function evidenceOf(
  model: MatchModel,
  left: readonly PartyRecord[],
  { partyId, records }: Candidate,
): readonly Evidence[] {
  const evidence = left.flatMap((record) =>
    records.map((other) => ({
      recordId: record.id,
      otherRecordId: other.id,
      partyId,
      ...scorePair(model, record.fields, other.fields),
    })),
  )
  return evidence.sort((a, b) => b.bits - a.bits || (a.otherRecordId < b.otherRecordId ? -1 : 1))
}
