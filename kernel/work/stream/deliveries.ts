// What a durable has been given and has not acknowledged, in the memory of the process that consumes. The
// cursor moves up to the first of them, so whatever is lost with this process is delivered again to the next.
import type { Delivery } from '../transport.ts'

interface Entry {
  readonly position: bigint
  readonly body: string
  redelivered: number
  /** Process time; infinite while somebody has it in hand. */
  dueAt: number
}

export class Deliveries {
  readonly #open = new Map<bigint, Entry>()
  readonly #onChange: () => void
  #seen: bigint

  constructor(position: bigint, onChange: () => void) {
    this.#seen = position
    this.#onChange = onChange
  }

  get size(): number {
    return this.#open.size
  }

  /** Everything up to here has been read. */
  get seen(): bigint {
    return this.#seen
  }

  /** Everything up to here is acknowledged. */
  get position(): bigint {
    const [first] = this.#open.keys()
    return first === undefined ? this.#seen : first - 1n
  }

  add(events: readonly { readonly position: bigint; readonly body: string }[], seen: bigint): void {
    for (const event of events)
      this.#open.set(event.position, { ...event, redelivered: 0, dueAt: 0 })
    this.#seen = seen
  }

  /** In the order of the stream; they are due again after `ackWaitMs` without an answer. */
  takeDue(max: number, ackWaitMs: number): readonly Delivery[] {
    const now = performance.now()
    const due: Delivery[] = []
    for (const entry of this.#open.values()) {
      if (due.length === max) break
      if (entry.dueAt > now) continue
      entry.dueAt = now + ackWaitMs
      due.push(this.#toDelivery(entry))
    }
    return due
  }

  /** Until the next is due; infinite when none is. */
  restMs(): number {
    let dueAt = Number.POSITIVE_INFINITY
    for (const entry of this.#open.values()) dueAt = Math.min(dueAt, entry.dueAt)
    return Math.max(0, dueAt - performance.now())
  }

  #toDelivery(entry: Entry): Delivery {
    const redelivered = entry.redelivered++
    const answer = (act: () => void): Promise<void> => {
      // An answer to an earlier delivery says nothing about a later one.
      if (entry.redelivered === redelivered + 1) act()
      this.#onChange()
      return Promise.resolve()
    }
    return {
      body: entry.body,
      redelivered,
      ack: () => answer(() => this.#open.delete(entry.position)),
      retry: (delayMs) =>
        answer(() => {
          entry.dueAt = performance.now() + delayMs
        }),
    }
  }
}
