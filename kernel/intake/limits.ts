// Every bound of this room, by name: what a file may hold at once, and when an import gives up.

export const limits = Object.freeze({
  /** One record of CSV or one line of NDJSON. */
  recordBytesMax: 1024 * 1024,
  headerBytesMax: 64 * 1024,
  /** As many columns as a table of PostgreSQL may have. */
  fieldsMax: 1_600,
  chunkBytes: 256 * 1024,
  jsonDepthMax: 64,
  mapBytesMax: 256 * 1024,
  batchRows: 5_000,
  /** A batch of wide rows ends here, however few they are. */
  batchBytesMax: 16 * 1024 * 1024,
  batchTimeoutMs: 300_000,
  /** Rows tried at once, however many are bad: smaller costs more round trips than it saves. */
  rangeRowsMin: 16,
  /** Tries of one batch that another transaction was in the way of. */
  batchTriesMax: 4,
  retryDelayMs: 50,
  /** Rows refused by the database before the first one was taken: then it is not the rows. */
  refusedRowsMax: 1_000,
  /** Characters of a malformed line that its reject shows. */
  rejectTextMax: 4_096,
})
