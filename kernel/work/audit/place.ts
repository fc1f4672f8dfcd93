// Where checkpoints stand outside the database: what one who may change everything inside cannot reach. The file in
// the data directory is the usual one; others fit the same shape.

/** What a checkpoint added: its signed note, and the hashes of its leaves. */
export interface Witnessed {
  readonly note: string
  readonly hashes: readonly Buffer[]
}

export interface CheckpointPlace {
  /** For people. */
  readonly name: string
  /** The last one of a database; undefined where there is none. */
  last(database: string): Promise<string | undefined>
  /** Adds in this order; what it answers for is safe. */
  append(database: string, records: readonly Witnessed[]): Promise<void>
}

/** One that can be read again, to compare. */
export interface ReadablePlace extends CheckpointPlace {
  /** From the first one on. */
  read(database: string): AsyncIterable<Witnessed>
}
