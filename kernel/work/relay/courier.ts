// The way between the lanes and the transport: keeps the window full, reads the answers, and finds out what a
// refusal by the fence means.
import { AcervoError } from '../../errors/index.ts'
import type { Lease } from '../lease.ts'
import type { Published, Transport } from '../transport.ts'
import type { Lane, Lanes } from './lanes.ts'
import { type OutboxRow, toOutgoing } from './outbox-row.ts'
import type { OutboxStore } from './outbox-store.ts'
import { backoffOf, type RelayPace } from './relay-pace.ts'

export interface CourierOptions {
  readonly transport: Transport
  readonly lanes: Lanes
  readonly lease: Lease
  readonly store: OutboxStore
  readonly pace: RelayPace
  readonly onProgress: () => void
  readonly onError: (error: AcervoError) => void
}

/** Refusals in a row after which an event is put off like a failed one. */
const fencesMax = 8

export class Courier {
  trouble: string | undefined
  fenced = 0
  readonly #options: CourierOptions
  readonly #calls = new Set<Promise<void>>()
  readonly #ending = new AbortController()
  #isLanding = false
  #resumeAt = 0
  #troubles = 0

  constructor(options: CourierOptions) {
    this.#options = options
  }

  /** As much as the window takes. */
  send(): void {
    const { lanes, lease, pace } = this.#options
    while (this.#calls.size < pace.callsMax && this.#maySend(lease)) {
      const batch = lanes.takeReady(this.#troubles > 0 ? 1 : pace.callMax)
      if (batch.length === 0) return
      const call = this.#fly(batch).finally(() => {
        this.#calls.delete(call)
        if (this.#isDismissed) return
        this.send()
        this.#options.onProgress()
      })
      this.#calls.add(call)
    }
  }

  /** Sends nothing more and waits for what is on its way. */
  async land(waitMs: number): Promise<void> {
    this.#isLanding = true
    const timer = setTimeout(() => this.#ending.abort(), waitMs)
    await Promise.all(this.#calls)
    clearTimeout(timer)
  }

  /** Whatever still comes belongs to nobody. */
  dismiss(): void {
    this.#ending.abort()
  }

  get #isDismissed(): boolean {
    return this.#ending.signal.aborted
  }

  #maySend(lease: Lease): boolean {
    if (this.#isLanding || this.#isDismissed || !lease.isFresh()) return false
    return performance.now() >= this.#resumeAt && (this.#troubles === 0 || this.#calls.size === 0)
  }

  async #fly(batch: readonly (readonly [Lane, OutboxRow])[]): Promise<void> {
    const { transport } = this.#options
    const events = batch.map(([lane, row]) => toOutgoing(row, lane.subject, lane.stream))
    let answers: readonly Published[]
    try {
      answers = await transport.publish(events, this.#ending.signal)
    } catch (error) {
      answers = batch.map(() => ({ kind: 'unavailable', error }))
    }
    if (this.#isDismissed) return
    const away = answers.find((answer) => answer.kind === 'unavailable')
    if (away === undefined) {
      this.#troubles = 0
      this.trouble = undefined
    } else this.#waitFor(away.error)
    const learnt = batch.map(([lane, row], at) => this.#take(lane, row, answers[at] as Published))
    await Promise.all(learnt)
  }

  #take(lane: Lane, row: OutboxRow, answer: Published): Promise<void> | undefined {
    const { lanes } = this.#options
    if (answer.kind === 'fenced') return this.#learn(lane, row)
    if (answer.kind === 'stored') lanes.stored(lane, row, answer.sequence)
    else if (answer.kind === 'failed') this.#fail(lane, row, answer)
    else lanes.again(lane, row)
    return undefined
  }

  #fail(
    lane: Lane,
    row: OutboxRow,
    { error, lasting }: { error: unknown; lasting: boolean },
  ): void {
    const { lanes, pace } = this.#options
    const isDead = lasting || row.attempts + 1 >= pace.attemptsMax
    const waitMs = isDead ? pace.parkedMs : backoffOf(row.attempts, pace)
    lanes.failed(lane, row, { error: textOf(error), isDead, waitMs })
  }

  /**
   * The subject stands elsewhere. This event is there, or a later one of the same outbox: a relay died before it
   * marked. Or one earlier than the last: the server has lost what it had, and gets it again. Or something else.
   */
  async #learn(lane: Lane, row: OutboxRow): Promise<void> {
    const { transport, lanes, lease } = this.#options
    this.fenced++
    lane.fences++
    try {
      const last = await transport.last(lane.subject)
      const seq = last && (await this.#seqOf(lane, row, last.eventId))
      if (last !== undefined && seq !== undefined && seq >= row.seq) {
        const passed = await this.#rowsBetween(lane, row.seq, seq + 1)
        if (this.#isDismissed) return
        lanes.foundStored(lane, [row, ...passed], { published: seq, stream: last.sequence })
        return
      }
      // Asked after the subject: what another relay published since then moves the subject on and fences us.
      const token = lease.token
      const isOurs = token !== undefined && (await lease.confirm()) === token
      if (this.#isDismissed) return
      if (!isOurs) lanes.again(lane, row)
      else if (last !== undefined && seq !== undefined && seq < row.seq - 1) {
        const lost = await this.#rowsBetween(lane, seq, row.seq)
        if (this.#isDismissed) return
        lanes.goBack(lane, [...lost, row], { published: seq, stream: last.sequence })
      } else if (lane.fences < fencesMax) lanes.again(lane, row, last?.sequence ?? 0n)
      else this.#fail(lane, row, { error: new AcervoError('ACV500', fencedAgain), lasting: false })
    } catch (error) {
      if (this.#isDismissed) return
      this.#waitFor(error)
      lanes.again(lane, row)
    }
  }

  async #seqOf(lane: Lane, row: OutboxRow, eventId: string): Promise<number | undefined> {
    if (eventId === row.id) return row.seq
    return this.#options.store.sequenceOf(lane, eventId)
  }

  async #rowsBetween(lane: Lane, above: number, below: number): Promise<readonly OutboxRow[]> {
    const rows: OutboxRow[] = []
    for (let from = above; from < below - 1; ) {
      const standing = await this.#options.store.between(lane, from, below)
      rows.push(...standing.map(({ row }) => row))
      from = standing.at(-1)?.row.seq ?? below
    }
    return rows
  }

  /** The transport itself is away: one event at a time asks whether it is back. */
  #waitFor(error: unknown): void {
    this.#resumeAt = performance.now() + Math.min(5_000, 100 * 2 ** Math.min(this.#troubles, 10))
    this.#troubles++
    if (this.trouble !== undefined) return
    this.trouble = textOf(error)
    this.#options.onError(
      new AcervoError('ACV500', 'events wait: the transport does not answer', {
        details: `${this.#options.transport.name}: ${this.trouble}`,
        hint: 'They stay in their outboxes and go out as soon as it is back.',
        cause: error,
      }),
    )
  }
}

const fencedAgain = 'somebody else publishes to this subject all the time'

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
