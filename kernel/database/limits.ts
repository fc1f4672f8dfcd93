// Every bound of this room in one place. A caller's timeoutMs and the connection string override some of them.

export const limits = Object.freeze({
  groupTimeoutMs: 30_000,
  transactionTimeoutMs: 60_000,
  /** How long a server may leave a cancel request unanswered before its connection is destroyed. */
  cancelAnswerMs: 2_000,
  connectTimeoutMs: 5_000,
  /** Wait for a free connection (ACV311). */
  poolTimeoutMs: 5_000,
  /** Wait for the one session of the embedded engine: a migration may hold it for seconds. */
  embeddedWaitMs: 30_000,
  /** How long calls on the embedded engine may keep everything else of the process waiting. */
  embeddedTurnMs: 5,
  idleConnectionMs: 10_000,
  connectionsMax: 20,
  waitersMax: 2_000,
  /** Reads of a moment that are sent behind another on its connection when none is free. */
  ridersMax: 3,
  preparedMax: 256,
  parametersMax: 65_535,
  drainMs: 10_000,
  serverVersionMin: 150_000,
})
