// What people see of parties, their evidence and the matcher's questions: plain JSON, for the command line and
// for REST alike.
import type { ComparisonExplanation } from '../matching/index.ts'

export interface PartySummary {
  readonly id: string
  readonly kind: string
  readonly status: string
  readonly displayName: string | null
  readonly birthDate: string | null
  readonly documentNumber: string | null
  readonly email: string | null
  readonly phone: string | null
  readonly city: string | null
  /** Records that stand behind it now. */
  readonly records: number
}

/** Where one golden value comes from. */
export interface Provenance {
  /** A column of the party, or `document` and `address`, which are chosen whole. */
  readonly attribute: string
  readonly value: unknown
  /** The criterion that decided: `only`, `pin`, `verified`, `trust`, `valid`, `recency`, ... */
  readonly rule: string
  readonly sourceRecordId: string
  readonly source: string
  readonly since: string
  readonly losing: readonly { readonly value: unknown; readonly sourceRecordId: string }[]
}

export interface SourceView {
  readonly id: string
  readonly source: string
  readonly sourceKey: string
  /** False: the source has said something newer. */
  readonly current: boolean
  readonly originId: string
  readonly receivedAt: string
  readonly attributes: Readonly<Record<string, unknown>>
}

export interface FactView {
  readonly id: string
  readonly area: string
  readonly kind: string
  readonly payload: unknown
  readonly validFrom: string
  readonly validTo: string | null
  readonly sourceRecordId: string
}

export interface DecisionView {
  readonly id: string
  readonly kind: string
  readonly origin: string
  readonly decidedBy: string
  readonly decidedAt: string
  readonly reason: string | null
  readonly bits: number | null
  readonly probability: number | null
  readonly partyId: string | null
  readonly otherPartyId: string | null
  readonly recordId: string | null
  readonly undoesId: string | null
  /** True once another decision took it back. */
  readonly undone: boolean
}

export interface PartyView {
  /** The party that answers for the id asked: another one where it was merged. */
  readonly id: string
  readonly askedId: string
  readonly status: string
  readonly golden: Readonly<Record<string, unknown>>
  readonly provenance: readonly Provenance[]
  readonly sources: readonly SourceView[]
  readonly facts: readonly FactView[]
  /** Newest first. */
  readonly history: readonly DecisionView[]
  /** Ids that lead here. */
  readonly mergedIds: readonly string[]
}

export interface PairView {
  readonly recordId: string
  readonly otherRecordId: string
  /** Posterior log2 odds that the two are one. */
  readonly bits: number
  readonly probability: number
  /** `DOCUMENT` or `KIND`: they cannot be one whatever the bits say. */
  readonly veto: string | null
  readonly modelVersion: number
  readonly comparisons: readonly ComparisonExplanation[]
}

/** Why the records of a party are one. */
export interface PartyExplanation {
  readonly id: string
  readonly records: number
  /** Each merge that holds, with the pairs of records that it stood on. */
  readonly merges: readonly (DecisionView & { readonly pairs: readonly PairView[] })[]
}

export interface ReviewView {
  readonly id: string
  readonly status: string
  readonly bits: number
  readonly probability: number
  readonly openedAt: string
  readonly party: PartySummary
  readonly otherParty: PartySummary
  readonly pairs: readonly PairView[]
}

/** Who says so, and why: both are kept with the decision. */
export interface Word {
  readonly actor: string
  readonly reason: string
}
