// What the relay and the consumers need of whatever carries events: inside PostgreSQL or NATS JetStream.

export interface Outgoing {
  readonly eventId: string
  readonly subject: string
  /** The last stream sequence of this subject; 0n where it holds none. The fence against a second relay. */
  readonly expected: bigint
  readonly body: string
}

export type Published =
  | { readonly kind: 'stored'; readonly sequence: bigint }
  /** The subject has moved on: somebody else published. */
  | { readonly kind: 'fenced' }
  /** `lasting`: it would fail again (too large), so it is not worth another try. */
  | { readonly kind: 'failed'; readonly error: unknown; readonly lasting: boolean }
  /** The transport cannot be reached or does not answer: no fault of the event, nothing is counted. */
  | { readonly kind: 'unavailable'; readonly error: unknown }

export interface Delivery {
  readonly body: string
  /** Times it was delivered before. */
  readonly redelivered: number
  ack(): Promise<void>
  /** Comes again, not before `delayMs`. */
  retry(delayMs: number): Promise<void>
}

export interface ConsumeOptions {
  /** Survives restarts; one at a time moves it. */
  readonly durable: string
  /** Short names of the sending databases. */
  readonly sources: readonly string[]
  readonly deliver: (batch: readonly Delivery[]) => Promise<void>
  readonly signal: AbortSignal
}

export interface Transport {
  readonly name: 'postgres' | 'nats'
  /** At most one event of a subject in a call; answers in the same order. */
  publish(events: readonly Outgoing[], signal: AbortSignal): Promise<readonly Published[]>
  last(
    subject: string,
  ): Promise<{ readonly sequence: bigint; readonly eventId: string } | undefined>
  /** Resolves when `signal` aborts and what was in hand is done. */
  consume(options: ConsumeOptions): Promise<void>
  /** Events not yet acknowledged by a durable. */
  lag(options: Pick<ConsumeOptions, 'durable' | 'sources'>): Promise<number>
  /** From now on, as they are published. */
  tail(options: Pick<ConsumeOptions, 'sources' | 'signal'>): AsyncIterable<string>
  close(): Promise<void>
}

/** `<prefix>.<database>.<aggregate type>.<aggregate id>`, each a token that NATS takes. */
export function toSubject(
  prefix: string,
  [database, aggregateType, aggregateId]: readonly [string, string, string],
): string {
  return [prefix, database, aggregateType, aggregateId].map(toToken).join('.')
}

const toToken = (text: string): string =>
  encodeURIComponent(text).replaceAll('.', '%2E').replaceAll('*', '%2A') || '%'
