// defineConsumer: what a database does when something happened in another one. Plain data with one function;
// kernel/work runs it, the inbox row and the effect in one transaction.

/** An event as a handler sees it. */
export interface ReceivedEvent<Payload = Readonly<Record<string, unknown>>> {
  readonly id: string
  readonly type: string
  readonly version: number
  /** Short name of the sending database. */
  readonly source: string
  readonly aggregateType: string
  readonly aggregateId: string
  /** Gapless from 1 within its aggregate. */
  readonly sequence: bigint
  /** ISO UTC, microseconds: with `receivedAt` the only clock a handler may read. */
  readonly occurredAt: string
  /** When it first reached this database: the same at every replay. */
  readonly receivedAt: string
  readonly payload: Payload
}

/** `Tx` is the typed client of the transaction, `S` its session for statements no request says. */
export interface ConsumerContext<Tx = unknown, S = unknown> {
  readonly tx: Tx
  readonly session: S
  /**
   * An id that is the same at every delivery of this event: derived from its id and `part`. With `at` it is
   * stamped with that instant, as ids of partitioned tables are.
   */
  readonly makeId: (part: string, at?: string) => string
  /** Kept beside the event in the inbox, for whoever asks what became of it. */
  readonly note: (text: string) => void
}

/** The payload of one version -> that of the next one. */
export type Upcast = (
  payload: Readonly<Record<string, unknown>>,
) => Readonly<Record<string, unknown>>

export interface Consumer {
  readonly name: string
  /** Short name of the database whose inbox takes the events. */
  readonly database: string
  /** Short name of the database that sends them. */
  readonly from: string
  readonly events: readonly string[]
  /** By event, then by the version that is lifted to the next: every version below the declared one. */
  readonly upcasts?: Readonly<Record<string, Readonly<Record<number, Upcast>>>>
  /** Model names of tables of its database that hold only what handlers made: a replay empties them. */
  readonly makes?: readonly string[]
  readonly handle: (event: ReceivedEvent, context: ConsumerContext) => Promise<void>
}

/** Handlers read no clock and no network: a replay must end in the same state. */
export function defineConsumer<Payload, Tx, S = unknown>(definition: {
  readonly name: string
  readonly database: string
  readonly from: string
  readonly events: readonly string[]
  readonly upcasts?: Consumer['upcasts']
  readonly makes?: readonly string[]
  readonly handle: (event: ReceivedEvent<Payload>, context: ConsumerContext<Tx, S>) => Promise<void>
}): Consumer {
  return Object.freeze({ ...definition }) as unknown as Consumer
}
