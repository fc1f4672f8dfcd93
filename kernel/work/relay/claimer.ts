// When to look into the outboxes, and how far back. Always by state. Where there is more than one look can take,
// the next one begins where the last ended; where looking at all has become slow (dead rows that an old
// transaction keeps from being swept), at what came lately. The whole is looked at once a second even then.
import type { Lanes } from './lanes.ts'
import type { Outbox } from './outbox-row.ts'
import type { OutboxStore, Place } from './outbox-store.ts'
import type { RelayPace } from './relay-pace.ts'

const slowMs = 10
const wholeEveryMs = 1_000

export class Claimer {
  readonly #store: OutboxStore
  readonly #outboxes: readonly Outbox[]
  readonly #pace: RelayPace
  /** Where a look ended that had not seen everything. */
  #left = new Map<Outbox, Place>()
  /** Set while looking at the whole is slow. */
  #floor: Place | undefined
  #wholeAt = Number.NEGATIVE_INFINITY
  #wholeTookMs = 0
  #lookedAt = Number.NEGATIVE_INFINITY
  #restMs: number

  constructor(store: OutboxStore, outboxes: readonly Outbox[], pace: RelayPace) {
    this.#store = store
    this.#outboxes = outboxes
    this.#pace = pace
    this.#restMs = pace.gapMs
  }

  /** Until the next look; it comes earlier where there is more than the last one took. */
  restMs(): number {
    const restMs = this.#left.size > 0 ? 0 : this.#restMs
    return Math.max(0, this.#lookedAt + restMs - performance.now())
  }

  /** Something was committed. */
  hurry(): void {
    this.#restMs = this.#pace.gapMs
  }

  /** Answers how many events were new. */
  async claim(lanes: Lanes): Promise<number> {
    const isWhole = this.#isWholeDue()
    const begun = performance.now()
    const { claimMax, gapMs, idleMs } = this.#pace
    const limit = Math.max(64, Math.ceil(claimMax / Math.max(1, this.#left.size)))
    const { due, more, recent } = await this.#store.claim(limit, this.#places(isWhole))
    this.#lookedAt = performance.now()
    if (isWhole) {
      this.#wholeAt = begun
      this.#wholeTookMs = this.#lookedAt - begun
      this.#floor = this.#wholeTookMs > slowMs && due.length < limit / 4 ? recent : undefined
    }
    const ends = [...more].map(
      ([outbox, end]) => [outbox, (isWhole && this.#left.get(outbox)) || end] as const,
    )
    this.#left = new Map(ends)
    const found = lanes.add(due)
    this.#restMs = found > 0 ? gapMs : Math.min(idleMs, this.#restMs * 2)
    return found
  }

  #isWholeDue(): boolean {
    if (this.#left.size === 0 && this.#floor === undefined) return true
    const everyMs = Math.max(wholeEveryMs, 20 * this.#wholeTookMs)
    return performance.now() - this.#wholeAt >= everyMs
  }

  #places(isWhole: boolean): ReadonlyMap<Outbox, Place> {
    if (isWhole || this.#floor === undefined) return isWhole ? new Map() : this.#left
    const floor = this.#floor
    return new Map(this.#outboxes.map((outbox) => [outbox, this.#left.get(outbox) ?? floor]))
  }
}
