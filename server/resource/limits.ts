// Every bound of the HTTP edge, by name. A caller of createApp may tighten or widen some of them.

export const limits = Object.freeze({
  bodyBytesMax: 1_048_576,
  /** NDJSON is read whole before the transaction opens, so that a slow sender never holds one. */
  bulkBytesMax: 64 * 1_048_576,
  bulkLineBytesMax: 1_048_576,
  bulkBatchRows: 5_000,
  /** Lines with mistakes told in one answer. */
  bulkErrorsMax: 100,
  /** Bulk requests at once: each may hold its whole body. */
  bulkRunningMax: 2,
  bulkTimeoutMs: 300_000,
  jsonDepthMax: 64,
  urlCharactersMax: 8_192,
  pathSegmentCharactersMax: 1_000,
  parametersMax: 100,
  pathDepthMax: 5,
  headersMax: 100,
  pageRows: 50,
  pageRowsMax: 200,
  /** Rows of one to-many relation in `include`. */
  relatedRowsMax: 200,
  /** Rows of all nested lists of one answer, were each as long as it may be: lists of lists multiply. */
  nestedRowsMax: 400_000,
  /** Distinct query strings whose parsed form is kept. */
  parsedQueriesMax: 1_000,
  requestTimeoutMs: 30_000,
  /** Requests in work at once; the next ones wait, and beyond the queue they are refused. */
  runningMax: 256,
  waitingMax: 1_024,
  waitingTimeoutMs: 5_000,
  /** A whole request, headers and body, must have arrived by then. */
  receiveTimeoutMs: 120_000,
  headersTimeoutMs: 10_000,
  /** The rest of a body whose request was refused: afterwards the connection is cut. */
  refusedBodyTimeoutMs: 5_000,
  /** A bulk body holds a place while it arrives: at least so many bytes in so long. */
  bulkPaceBytes: 65_536,
  bulkPaceMs: 10_000,
  /** Longer than any request may take: a connection on which nothing moves, such as one that reads no answer. */
  idleTimeoutMs: 330_000,
  connectionsMax: 4_096,
  /** Keys and addresses whose rate is kept. */
  ratesMax: 10_000,
  strangerBurstSeconds: 5,
  /** A browser's session with a key. */
  sessionMs: 8 * 3_600_000,
  drainTimeoutMs: 10_000,
  /** Between the last answer and the end of connections that are not idle. */
  closeGraceMs: 1_000,
  healthTimeoutMs: 2_000,
  healthCacheMs: 1_000,
  idempotencyKeyCharactersMax: 255,
})

export type Limits = Readonly<Record<keyof typeof limits, number>>
