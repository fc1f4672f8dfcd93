// The door of resolution: who is who, in the database. All functions run in the caller's transaction on its
// session (`acervo.transaction(principal, ['global'], (tx, session) => ...)`), with the caller's rights.

export { type CreateContext, createParty } from './create-party.ts'
export { explainPair, explainParty } from './explain.ts'
export { type QueueOptions, type QueueResult, resolveQueue, settleParties } from './queue.ts'
export { replay } from './replay.ts'
export { decideReview, listReviews } from './review.ts'
export { showParty } from './show-party.ts'
export { type Merged, mergeParties } from './steward.ts'
export { findParties } from './summary.ts'
export { type Unmerged, unmerge } from './unmerge.ts'
export type {
  DecisionView,
  FactView,
  PairView,
  PartyExplanation,
  PartySummary,
  PartyView,
  Provenance,
  ReviewView,
  SourceView,
  Word,
} from './view.ts'
