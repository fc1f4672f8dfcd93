// What a batch of decisions changes, before anything is written.
import type { Evidence } from '../matching/index.ts'
import type { Subject } from './subject.ts'

/** `from` becomes a redirect to `into`. */
export interface Edge {
  readonly fromId: string
  readonly intoId: string
  readonly decisionId: string
}

export interface NewDecision {
  readonly id: string
  readonly kind: 'LINK' | 'UNLINK' | 'MERGE' | 'UNMERGE' | 'VETO'
  readonly recordId?: string
  readonly otherRecordId?: string
  readonly partyId?: string
  readonly otherPartyId?: string
  readonly undoesId?: string
  readonly bits?: number
  readonly evidence?: readonly Evidence[]
}

/** A subject and the party that it is born with, attached to or left in. */
export interface Settled {
  readonly subject: Subject
  readonly originId: string
  /** The decision that gave it this origin, where there was one. */
  readonly decisionId: string | undefined
  /** True when a record that stood in another party leaves it. */
  readonly hasMoved: boolean
}

export interface NewReview {
  readonly partyId: string
  readonly otherPartyId: string
  readonly bits: number
  readonly evidence: readonly Evidence[]
}

export interface Changes {
  /** Pairs in the order of their ids, to be asked again. */
  readonly rechecks: readonly (readonly [string, string])[]
  readonly settled: readonly Settled[]
  readonly edges: readonly Edge[]
  readonly decisions: readonly NewDecision[]
  readonly reviews: readonly NewReview[]
}
