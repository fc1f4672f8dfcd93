// The reference: a whole list of records, in the order given, through the same decisions as one record.
import {
  type Constraints,
  type Decision,
  decide,
  decideParties,
  type ReviewProposal,
} from './decide.ts'
import { KeyIndex } from './key-index.ts'
import { keyTextsOf } from './keys.ts'
import type { Candidate } from './linkage.ts'
import type { MatchModel } from './model.ts'
import type { PartyRecord } from './party-record.ts'
import { PartySet } from './party-set.ts'

export interface ResolveOptions {
  readonly constraints?: Constraints
}

export interface Resolution {
  /** Record ids per party. */
  readonly clusters: readonly (readonly string[])[]
  /** What a person is to say, as it stood when the record came. */
  readonly reviews: readonly {
    readonly recordId: string
    readonly proposals: readonly ReviewProposal[]
  }[]
}

/** Record ids must differ. */
export function resolveInMemory(
  records: readonly PartyRecord[],
  model: MatchModel,
  options: ResolveOptions = {},
): Resolution {
  const parties = new PartySet()
  const index = new KeyIndex()
  const recheck = new PairSet()
  const reviews: { recordId: string; proposals: readonly ReviewProposal[] }[] = []
  for (const [at, record] of records.entries()) {
    const keys = keyTextsOf(record.fields)
    const found = new Set<Candidate>()
    for (const other of index.nearest(keys)) {
      const party = parties.of(records[other]?.id ?? '')
      if (party !== undefined) found.add(party)
    }
    const decision = decide(model, record, [...found], options.constraints)
    parties.add(record)
    index.add(at, keys)
    for (const partyId of targetsOf(decision)) parties.join(partyId, record.id)
    for (const near of decision.recheck) recheck.add(near, record.id)
    if (decision.kind === 'review')
      reviews.push({ recordId: record.id, proposals: decision.proposals })
  }
  settle(parties, recheck, model, options.constraints)
  return { clusters: parties.clusters(), reviews }
}

/** Best first, and each joined to the one before it. */
function targetsOf(decision: Decision): readonly string[] {
  if (decision.kind === 'attach') return [decision.partyId]
  return decision.kind === 'merge' ? decision.partyIds : []
}

/** Parties that once came near are asked again, the nearest first, until nothing moves. */
function settle(
  parties: PartySet,
  recheck: PairSet,
  model: MatchModel,
  constraints: Constraints | undefined,
): void {
  let hasMoved = true
  while (hasMoved) {
    hasMoved = false
    const found: { a: Candidate; b: Candidate; bits: number }[] = []
    for (const [a, b] of recheck.current(parties)) {
      const decision = decideParties(model, a, b, constraints)
      if (decision.kind === 'merge') found.push({ a, b, bits: decision.bits })
    }
    found.sort((x, y) => y.bits - x.bits || (x.a.partyId < y.a.partyId ? -1 : 1))
    const moved = new Set<string>()
    for (const { a, b } of found) {
      if (moved.has(a.partyId) || moved.has(b.partyId)) continue
      moved.add(a.partyId).add(b.partyId)
      parties.join(a.partyId, b.partyId)
      hasMoved = true
    }
  }
}

/** Pairs of parties, by a record of each: ids outlive merges. */
class PairSet {
  readonly #pairs: (readonly [string, string])[] = []

  add(a: string, b: string): void {
    this.#pairs.push([a, b])
  }

  /** The parties that the pairs are now, each pair once. */
  current(parties: PartySet): Iterable<readonly [Candidate, Candidate]> {
    const pairs = new Map<string, readonly [Candidate, Candidate]>()
    for (const [left, right] of this.#pairs) {
      const a = parties.of(left)
      const b = parties.of(right)
      if (a === undefined || b === undefined || a === b) continue
      const [x, y] = a.partyId < b.partyId ? [a, b] : [b, a]
      pairs.set(`${x.partyId} ${y.partyId}`, [x, y])
    }
    return pairs.values()
  }
}
