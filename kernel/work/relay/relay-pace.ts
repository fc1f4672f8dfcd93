// Every bound and rhythm of the relay in one place.
import type { Engine } from '../../database/target.ts'
import type { Transport } from '../transport.ts'

export interface RelayPace {
  /** How long a relay that stopped answering keeps others waiting. */
  readonly leaseMs: number
  /** How often one that stands by asks for the lease. */
  readonly standbyMs: number
  /** Rows of one claim, divided among the outboxes that have as many. */
  readonly claimMax: number
  /** Calls of the transport at a time, and events in a call: their product is the window. */
  readonly callsMax: number
  readonly callMax: number
  /** Between two looks at the outboxes while events come. */
  readonly gapMs: number
  /** Between two looks when nothing comes: doubles up to it. */
  readonly idleMs: number
  /** Outcomes are written when there are so many, or so much later. */
  readonly writeMin: number
  readonly writeAfterMs: number
  /** After which an event is DEAD. */
  readonly attemptsMax: number
  /** Wait after the first failure; doubles, with jitter, up to the maximum. */
  readonly backoffMs: number
  readonly backoffMaxMs: number
  /** How long events behind a DEAD one are out of sight; a redrive calls them back. */
  readonly parkedMs: number
  /** Wait of `stop` for what is on its way. */
  readonly drainMs: number
}

const shared = {
  leaseMs: 10_000,
  standbyMs: 1_000,
  claimMax: 1_024,
  gapMs: 5,
  idleMs: 500,
  writeMin: 256,
  writeAfterMs: 10,
  attemptsMax: 12,
  backoffMs: 100,
  backoffMaxMs: 60_000,
  parkedMs: 3_600_000,
  drainMs: 5_000,
} as const

/** Publishers inside PostgreSQL wait for each other anyway: one large call costs least. */
const windows = {
  nats: { callsMax: 8, callMax: 64 },
  postgres: { callsMax: 1, callMax: 512 },
} as const

/** One process has the database, and what it commits wakes the relay: looks find only what a clock makes due. */
const alone = { idleMs: 5_000 } as const

export function relayPace(transport: Transport['name'], engine?: Engine): RelayPace {
  return { ...shared, ...windows[transport], ...(engine === 'embedded' ? alone : {}) }
}

/** 100, 200, 400 ms ... each between half of it and all of it. */
export function backoffOf(
  attempts: number,
  { backoffMs, backoffMaxMs }: Pick<RelayPace, 'backoffMs' | 'backoffMaxMs'>,
): number {
  const fullMs = Math.min(backoffMaxMs, backoffMs * 2 ** Math.min(attempts, 30))
  return fullMs / 2 + (Math.random() * fullMs) / 2
}
