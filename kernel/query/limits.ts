// Every bound of a request, by name. Edges may ask for less; nothing may ask for more.

export const limits = Object.freeze({
  /** Rows of one answer; `streamRows` has no such bound. */
  rowsMax: 10_000,
  /** Levels of `include` and `select`. */
  includeDepthMax: 5,
  /** Levels of AND, OR, NOT and relation filters. */
  whereDepthMax: 12,
  /** Conditions and relations of one request. */
  nodesMax: 400,
  /** Values of one `in`, `notIn` or `hasSome`. */
  listMax: 10_000,
  /** Levels of an `orderBy` through links. */
  orderDepthMax: 3,
  orderKeysMax: 16,
  /** Of `q`. The parser of words goes as deep as they are many. */
  wordsCharactersMax: 1_000,
  jsonDepthMax: 64,
  /** Rows of one insert statement. */
  batchRowsMax: 5_000,
  /** From this many rows on, PostgreSQL takes them through COPY. */
  copyRowsMin: 1_000,
  /**
   * Rows of one COPY. Each batch updates its parents' counters once: 5,000 rows of 1,000 parents took half
   * as long again as 20,000.
   */
  copyRowsMax: 20_000,
  /** Rows of one `createMany`; `bulkInsert` has no such bound. */
  createRowsMax: 100_000,
  /** Rows of one page of a stream. */
  streamPageRows: 1_000,
  /** Distinct statement texts that get a name; further ones are sent unnamed. */
  statementNamesMax: 2_000,
  /** Planned shapes that are kept for each table. */
  shapesMax: 500,
})
