// When to look into the outboxes, and how far back. Always by state. Where there is more than one look can take,
// the next one begins where the last ended. Where looking at all has become slow (dead rows that an old transaction
// keeps from being swept), most looks begin behind the last row that was seen, and the slower a look is the rarer it
// goes back further, for whoever committed late; the whole is looked at once a second even then. Where nothing comes, it
// is only asked whether anything was written at all.
import type { Lanes } from './lanes.ts'
import type { Outbox } from './outbox-row.ts'
import { agesMs } from './outbox-sql.ts'
import type { OutboxStore, Place, Rest } from './outbox-store.ts'
import type { RelayPace } from './relay-pace.ts'

/** A look that took longer than what it found explains has met dead rows. */
const slowMs = 5
const rowMs = 0.02
/** Of the time, at most this part goes to slow looks of one depth. */
const share = 1 / 20
const wholeEveryMs = 1_000

/** Depths: behind what was seen last, some time further back, everything. */
const whole = 1 + agesMs.length

interface Look {
  readonly at: number
  readonly tookMs: number
  readonly isSlow: boolean
}

export class Claimer {
  readonly #store: OutboxStore
  readonly #outboxes: readonly Outbox[]
  readonly #pace: RelayPace
  /** Where a look ended that had not seen everything. */
  #left = new Map<Outbox, Place>()
  /** The last row that was seen. */
  readonly #seen = new Map<Outbox, Place>()
  /** By depth. */
  readonly #looks: Look[] = []
  #recent: readonly Place[] = []
  #lookedAt = Number.NEGATIVE_INFINITY
  #restMs: number
  #rest: Rest | undefined

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
    this.#rest = undefined
  }

  /** Answers how many events were new. */
  async claim(lanes: Lanes): Promise<number> {
    if (await this.#isResting()) return 0
    const depth = this.#depth()
    const begun = performance.now()
    const { claimMax, gapMs, idleMs } = this.#pace
    const limit = Math.max(64, Math.ceil(claimMax / Math.max(1, this.#left.size)))
    const { due, last, more, recent } = await this.#store.claim(limit, this.#places(depth))
    this.#lookedAt = performance.now()
    this.#remember(depth, begun, due.length)
    this.#recent = recent
    for (const [outbox, place] of last) this.#seen.set(outbox, place)
    const ends = [...more].map(
      ([outbox, end]) => [outbox, (depth === whole && this.#left.get(outbox)) || end] as const,
    )
    this.#left = new Map(ends)
    const found = lanes.add(due)
    const isIdle = found === 0 && this.#restMs >= idleMs
    this.#restMs = found > 0 ? gapMs : Math.min(idleMs, this.#restMs * 2)
    if (isIdle) this.#rest = await this.#store.rest()
    return found
  }

  async #isResting(): Promise<boolean> {
    if (this.#rest === undefined) return false
    this.#rest = await this.#store.goOn(this.#rest)
    if (this.#rest === undefined) return false
    this.#lookedAt = performance.now()
    // Whoever hurried meanwhile made it short.
    this.#restMs = Math.min(this.#pace.idleMs, this.#restMs * 2)
    return true
  }

  /** What was looked at further back need not be looked at again less far. */
  #remember(depth: number, at: number, rows: number): void {
    const tookMs = this.#lookedAt - at
    for (let less = 0; less < depth; less++) {
      const look = this.#looks[less]
      if (look !== undefined) this.#looks[less] = { ...look, at }
    }
    this.#looks[depth] = { at, tookMs, isSlow: tookMs - rows * rowMs > slowMs }
  }

  #depth(): number {
    // Many wait: one look after the other goes on, and what came late meanwhile is looked for now and then.
    if (this.#left.size > 0) return this.#isDue(whole, wholeEveryMs) ? whole : 0
    for (let depth = whole; depth > 0; depth--)
      if (!this.#looks[depth]?.isSlow || this.#isDue(depth, depth === whole ? wholeEveryMs : 0))
        return depth
    return 0
  }

  #isDue(depth: number, everyMs: number): boolean {
    const look = this.#looks[depth]
    return (
      look === undefined || performance.now() - look.at >= Math.max(everyMs, look.tookMs / share)
    )
  }

  /** Where each outbox is looked at from; from the beginning where nothing is said. */
  #places(depth: number): ReadonlyMap<Outbox, Place> {
    if (depth === whole) return new Map()
    if (this.#left.size > 0 && !this.#looks[whole]?.isSlow) return this.#left
    return new Map(
      this.#outboxes.flatMap((outbox) => {
        const place = this.#left.get(outbox) ?? this.#placeOf(outbox, depth)
        return place === undefined ? [] : [[outbox, place] as const]
      }),
    )
  }

  #placeOf(outbox: Outbox, depth: number): Place | undefined {
    const floor = this.#recent[Math.max(0, depth - 1)]
    const seen = this.#seen.get(outbox)
    return depth === 0 &&
      seen !== undefined &&
      floor !== undefined &&
      seen.availableAt > floor.availableAt
      ? seen
      : floor
  }
}
