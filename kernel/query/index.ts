// The door of the query room: what the server, the command line and a client of one's own may use.

export { type BulkOptions, bulkInsert, insertBatch, type Rows } from './bulk.ts'
export type { Caller } from './caller.ts'
// pages
export { decodeCursor, encodeCursor } from './cursor.ts'
// keyed requests
export {
  type Kept,
  type Once,
  type Outcome,
  runOnce,
  sweepAnswers,
} from './idempotency.ts'
export { limits } from './limits.ts'
// requests
export { plan } from './plan.ts'
export type { Plan, PlanOptions } from './planning.ts'
export type { Answer, Data, Include, OrderBy, Request, Select, Verb, Where } from './request.ts'
export { verbs } from './request.ts'
export { run, runPlan } from './run.ts'
export type { RunOptions } from './run-options.ts'
export { queryScripts } from './scripts.ts'
export { type StreamRequest, streamRows } from './stream.ts'
export { joinedSession, transaction, within } from './transaction.ts'
