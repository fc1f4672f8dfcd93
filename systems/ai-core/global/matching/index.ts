// The door of the matching library: pure functions, no database.
export { compare, type Pattern, type Veto, vetoOf } from './compare.ts'
export {
  type Candidate,
  type Constraints,
  type Decision,
  decide,
  decideParties,
  type Evidence,
  type PartyDecision,
  type ReviewProposal,
} from './decide.ts'
export { type ComparisonExplanation, explainPair, type PairExplanation } from './explain.ts'
export { keyCap, keysOf, type MatchKey, nearestMax, rarity, rarityOf } from './keys.ts'
export { type LearnOptions, learn } from './learn.ts'
export {
  type MatchModel,
  type PairScore,
  priorModel,
  scorePair,
} from './model.ts'
export { normalise, normVersion } from './normalise.ts'
export type { Normalised } from './normalised.ts'
export type { PartyRecord } from './party-record.ts'
export { ImplausibleModel } from './plausible.ts'
export { representativeCap, representativesOf } from './representatives.ts'
export { type Resolution, type ResolveOptions, resolveInMemory } from './resolve-in-memory.ts'
