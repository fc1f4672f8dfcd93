// The door of the room of events: work beside requests, and what people ask of it.
export {
  type CheckedProof,
  checkProof,
  eraseDetails,
  type GrowthProof,
  type Proof,
  proveEvent,
  proveGrowth,
  verifyAudit,
} from './audit/auditor.ts'
export type { BadEvent, VerifyReport } from './audit/verify.ts'
export type { EventDetails, EventSummary, Redriven } from './desk/dead-events.ts'
export type { ConsumerBacklog, EventsLag } from './desk/lag.ts'
export { type Desk, openDesk } from './desk/open-desk.ts'
export { deriveId } from './inbox/derived-id.ts'
export { type ReplayOptions, replay } from './inbox/replay.ts'
export type { NatsOptions } from './open-transport.ts'
export type { RunningPlatform, WorkPlatform } from './platform.ts'
export { startWork, type Work, type WorkOptions, type WorkStatus } from './start-work.ts'
export { stateHash } from './state-hash.ts'
