// One record against the parties it may belong to. The same code for one record, a batch and a whole file.
import {
  type Candidate,
  type Constraints,
  type Evidence,
  evidenceOf,
  type Linkage,
  linkageOf,
} from './linkage.ts'
import type { MatchModel } from './model.ts'
import type { PartyRecord } from './party-record.ts'

export type { Candidate, Constraints, Evidence } from './linkage.ts'

export interface ReviewProposal {
  readonly partyId: string
  /** Linkage of the record with that party, log2 odds. */
  readonly bits: number
  readonly evidence: readonly Evidence[]
}

export type Decision =
  | {
      readonly kind: 'new'
      /** Parties near enough to be asked again when either side has grown. */
      readonly recheck: readonly string[]
    }
  | {
      readonly kind: 'attach'
      readonly partyId: string
      readonly bits: number
      readonly evidence: readonly Evidence[]
      readonly recheck: readonly string[]
    }
  | {
      /** The record belongs to all of these, so they are one: the first is the best match. */
      readonly kind: 'merge'
      readonly partyIds: readonly string[]
      readonly bits: number
      readonly evidence: readonly Evidence[]
      readonly recheck: readonly string[]
    }
  | {
      /** A party of its own for now; a person is to say whether it is one of these. */
      readonly kind: 'review'
      readonly proposals: readonly ReviewProposal[]
      readonly recheck: readonly string[]
    }

export function decide(
  model: MatchModel,
  record: PartyRecord,
  candidates: readonly Candidate[],
  constraints?: Constraints,
): Decision {
  const linkages = candidates
    .map((candidate) => linkageOf(model, [record], candidate, constraints))
    .filter(({ forbidden }) => !forbidden)
    .sort(byBits)
  const [best, ...others] = linkages.filter(({ bits }) => bits >= model.attachBits)
  if (best === undefined) return undecided(model, record, linkages)
  const joined = [best]
  for (const other of others)
    if (belongsToAll(model, other, joined, constraints)) joined.push(other)
  const partyIds = joined.map(({ candidate }) => candidate.partyId)
  const recheck = nearOf(model, linkages).filter((partyId) => !partyIds.includes(partyId))
  const evidence = joined.flatMap(({ candidate }) => evidenceOf(model, [record], candidate))
  const { bits } = best
  return joined.length === 1
    ? { kind: 'attach', partyId: best.candidate.partyId, bits, evidence, recheck }
    : { kind: 'merge', partyIds, bits, evidence, recheck }
}

/** Near the best and not forbidden with any: a veto between two others would be lost otherwise. */
function belongsToAll(
  model: MatchModel,
  other: Linkage,
  joined: readonly Linkage[],
  constraints?: Constraints,
): boolean {
  return joined.every(({ candidate }, at) => {
    const between = linkageOf(model, candidate.records, other.candidate, constraints)
    return !between.forbidden && (at > 0 || between.bits >= model.attachBits)
  })
}

function undecided(model: MatchModel, record: PartyRecord, linkages: readonly Linkage[]): Decision {
  const recheck = nearOf(model, linkages)
  const close = linkages.filter(({ bits }) => bits >= model.reviewBits)
  if (close.length === 0) return { kind: 'new', recheck }
  const proposals = close.map(({ candidate, bits }) => ({
    partyId: candidate.partyId,
    bits,
    evidence: evidenceOf(model, [record], candidate),
  }))
  return { kind: 'review', proposals, recheck }
}

/** Another record may lift these over the line: their best pair alone is there already. */
function nearOf(model: MatchModel, linkages: readonly Linkage[]): readonly string[] {
  return linkages
    .filter(({ bits, best }) => bits >= model.reviewBits || best >= model.attachBits)
    .map(({ candidate }) => candidate.partyId)
}

function byBits(a: Linkage, b: Linkage): number {
  return b.bits - a.bits || (a.candidate.partyId < b.candidate.partyId ? -1 : 1)
}

export type PartyDecision =
  | { readonly kind: 'apart' }
  | {
      readonly kind: 'merge' | 'review'
      readonly bits: number
      readonly evidence: readonly Evidence[]
    }

/** Two parties against each other: what the recheck queue asks. */
export function decideParties(
  model: MatchModel,
  a: Candidate,
  b: Candidate,
  constraints?: Constraints,
): PartyDecision {
  const { bits, forbidden } = linkageOf(model, a.records, b, constraints)
  if (forbidden || bits < model.reviewBits) return { kind: 'apart' }
  const evidence = evidenceOf(model, a.records, b)
  return { kind: bits >= model.attachBits ? 'merge' : 'review', bits, evidence }
}
