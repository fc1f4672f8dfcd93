// The relay of a target: takes due events out of its outboxes, gives them to the transport in the order of
// their aggregates and writes down what became of them. One relay works at a time, by a lease; the subject's
// sequence keeps a second one, which does not know yet that it is too many, from publishing anything twice.
import type { Target } from '../../database/target.ts'
import { AcervoError } from '../../errors/index.ts'
import type { DatabaseModel } from '../../model/model.ts'
import { askingAs } from '../asking.ts'
import { Lease } from '../lease.ts'
import type { Transport } from '../transport.ts'
import { Claimer } from './claimer.ts'
import { Courier } from './courier.ts'
import { resolveGaps } from './gaps.ts'
import { type LaneRules, Lanes, laneRules } from './lanes.ts'
import { type Outbox, toOutboxes } from './outbox-row.ts'
import { type OutboxStore, type Outcome, openOutboxStore } from './outbox-store.ts'
import { openPause, type Pause } from './pause.ts'
import { type RelayPace, relayPace } from './relay-pace.ts'

export const relayLease = 'relay:outbox'

export interface RelayOptions {
  readonly target: Target
  /** Of this target; those without an outbox are left out. */
  readonly databases: readonly DatabaseModel[]
  readonly transport: Transport
  /** First token of every subject. */
  readonly prefix: string
  /** `relay:outbox` if unset: another name for some of the databases of the target. */
  readonly lease?: string
  /** Another one for each start of each process. */
  readonly holder: string
  readonly onError: (error: AcervoError) => void
  readonly pace?: Partial<RelayPace>
  /** Of every transaction beside the actor. */
  readonly settings?: () => Readonly<Record<string, string>>
}

export interface RelayStatus {
  /** False while another relay works this target. */
  readonly isWorking: boolean
  /** Since this start. */
  readonly published: number
  readonly failed: number
  readonly fenced: number
  /** Claimed and not yet marked. */
  readonly inHand: number
  /** Why events wait: the transport or the database cannot be reached. */
  readonly trouble: string | undefined
}

export interface Relay {
  /** Something was committed: look at once. */
  wake(): void
  /** Claims nothing more, waits a bounded time for what is on its way, marks it and gives the lease back. */
  stop(): Promise<void>
  status(): RelayStatus
}

/** What a campaign's mutants exchange to show that the campaign would notice. */
export interface RelayParts {
  readonly rules: LaneRules
  readonly openStore: typeof openOutboxStore
}

export const relayParts: RelayParts = Object.freeze({
  rules: laneRules,
  openStore: openOutboxStore,
})

export function startRelay(options: RelayOptions): Relay {
  return startRelayOf(relayParts, options)
}

export function startRelayOf(parts: RelayParts, options: RelayOptions): Relay {
  const outboxes = toOutboxes(options.databases)
  const idle = { isWorking: false, published: 0, failed: 0, fenced: 0, inHand: 0 }
  if (outboxes.length > 0) return new RunningRelay(parts, options)
  return {
    wake: () => undefined,
    stop: () => Promise.resolve(),
    status: () => ({ ...idle, trouble: undefined }),
  }
}

class RunningRelay implements Relay {
  readonly #options: RelayOptions
  readonly #parts: RelayParts
  readonly #pace: RelayPace
  readonly #outboxes: readonly Outbox[]
  readonly #lease: Lease
  readonly #store: OutboxStore
  readonly #pause: Pause = openPause()
  readonly #done: Promise<void>
  #claimer: Claimer
  #lanes: Lanes
  #courier: Courier
  #token: bigint | undefined
  /** Taken from the lanes and perhaps not written. */
  #outcome: Outcome | undefined
  #writtenAt = 0
  #isStopping = false
  #trouble: string | undefined
  readonly #counts = { published: 0, failed: 0, fenced: 0 }

  constructor(parts: RelayParts, options: RelayOptions) {
    const { target, holder } = options
    const outboxes = toOutboxes(options.databases)
    this.#outboxes = outboxes
    const context = () => askingAs('service:relay', options.settings?.())
    this.#options = options
    this.#parts = parts
    this.#pace = { ...relayPace(options.transport.name, target.engine), ...options.pace }
    const name = options.lease ?? relayLease
    this.#lease = new Lease({ target, name, holder, leaseMs: this.#pace.leaseMs, context })
    this.#store = parts.openStore({ target, outboxes, lease: name, context })
    this.#claimer = new Claimer(this.#store, outboxes, this.#pace)
    this.#lanes = new Lanes(options.prefix, parts.rules)
    this.#courier = this.#hire(this.#lanes)
    this.#done = this.#run()
  }

  wake(): void {
    this.#claimer.hurry()
    this.#pause.nudge()
  }

  status(): RelayStatus {
    const inHand = this.#lanes.inHand
    return {
      isWorking: this.#token !== undefined,
      ...this.#counts,
      inHand,
      trouble: this.#trouble ?? this.#courier.trouble,
    }
  }

  stop(): Promise<void> {
    this.#isStopping = true
    this.#pause.wake()
    return this.#done
  }

  async #run(): Promise<void> {
    let failures = 0
    while (!this.#isStopping) {
      try {
        const restMs = await this.#turn()
        failures = 0
        this.#trouble = undefined
        if (!this.#isStopping) await this.#pause.wait(restMs, this.#pace.gapMs)
      } catch (error) {
        this.#complain(error)
        failures++
        await this.#pause.wait(Math.min(5_000, 50 * 2 ** Math.min(failures, 10)), 50)
      }
    }
    await this.#finish()
  }

  /** Answers how long to rest. */
  async #turn(): Promise<number> {
    const token = await this.#lease.keep()
    if (token !== this.#token) this.#begin(token)
    if (token === undefined) return this.#pace.standbyMs
    if (!(await this.#write(false))) return 0
    const hasRoom = (): boolean => this.#lanes.waiting <= this.#pace.claimMax / 2
    if (hasRoom() && this.#claimer.restMs() === 0) await this.#claimer.claim(this.#lanes)
    await resolveGaps(this.#store, this.#lanes, this.#pace)
    this.#courier.send()
    const restMs = hasRoom() ? this.#claimer.restMs() : this.#pace.idleMs
    return this.#lanes.unwritten > 0 ? Math.min(restMs, this.#pace.writeAfterMs) : restMs
  }

  /** Another token: whatever is in hand belongs to another time. */
  #begin(token: bigint | undefined): void {
    this.#courier.dismiss()
    this.#token = token
    this.#outcome = undefined
    this.#lanes = new Lanes(this.#options.prefix, this.#parts.rules)
    this.#courier = this.#hire(this.#lanes)
    this.#claimer = new Claimer(this.#store, this.#outboxes, this.#pace)
  }

  #hire(lanes: Lanes): Courier {
    return new Courier({
      transport: this.#options.transport,
      lanes,
      lease: this.#lease,
      store: this.#store,
      pace: this.#pace,
      onProgress: () => this.#pause.nudge(),
      onError: this.#options.onError,
    })
  }

  /** False when the lease turned out to be another's. */
  async #write(isLast: boolean): Promise<boolean> {
    if (this.#outcome === undefined) {
      const { unwritten } = this.#lanes
      const isDue =
        unwritten >= this.#pace.writeMin ||
        performance.now() - this.#writtenAt >= this.#pace.writeAfterMs
      if (unwritten === 0 || !(isDue || isLast)) return true
      this.#outcome = this.#lanes.takeOutcome()
    }
    const outcome = this.#outcome
    const isOurs = await this.#store.settle(this.#token as bigint, outcome)
    this.#writtenAt = performance.now()
    this.#outcome = undefined
    if (!isOurs) {
      this.#lease.forget()
      this.#begin(undefined)
      this.#options.onError(
        new AcervoError('ACV502', 'another relay has taken over', {
          details: `The lease '${this.#lease.name}' on ${this.#options.target.key} has another token.`,
        }),
      )
      return false
    }
    this.#lanes.written(outcome)
    this.#count(outcome)
    return true
  }

  #count({ stored, setbacks }: Outcome): void {
    this.#counts.published += stored.length
    this.#counts.failed += setbacks.filter(({ tried }) => tried).length
    this.#counts.fenced = this.#courier.fenced
    for (const { row, isDead, error } of setbacks) {
      if (!isDead) continue
      this.#options.onError(
        new AcervoError('ACV501', `event ${row.id} of '${row.outbox.database}' was put aside`, {
          details: `${row.eventType}, number ${row.seq} of ${row.aggregateType} ${row.aggregateId}: ${error}`,
          hint: 'Later events of this aggregate wait. Repair the cause, then redrive it.',
        }),
      )
    }
  }

  async #finish(): Promise<void> {
    await this.#courier.land(this.#pace.drainMs)
    try {
      if (this.#token !== undefined && (await this.#write(true))) await this.#write(true)
      await this.#lease.release()
    } catch (error) {
      // What is not marked is published again by the next relay, and refused there as known.
      this.#complain(error)
    }
    this.#courier.dismiss()
  }

  #complain(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error)
    if (this.#trouble === reason) return
    this.#trouble = reason
    this.#options.onError(
      new AcervoError('ACV500', 'events wait: the relay cannot work', {
        details: `On ${this.#options.target.key}: ${reason}`,
        hint: 'It goes on by itself as soon as it can; nothing is lost meanwhile.',
        cause: error,
      }),
    )
  }
}
