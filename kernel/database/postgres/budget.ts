// The connections of the whole process: every pool takes its slots here, and all waiters stand in one queue.
// A pool that starves takes an idle connection's slot from another; busy connections are never taken.
import { AcervoError } from '../../errors/index.ts'
import { limits } from '../limits.ts'
import { toEndedError } from '../sqlstate.ts'
import type { PostgresConnection } from './connection.ts'

/** What the budget asks of a pool. */
export interface Slots {
  readonly key: string
  readonly open: number
  readonly openMax: number
  readonly idle: number
  takeIdle(): PostgresConnection | undefined
  /** Closes one idle connection and says whether there was one. */
  evictIdle(): boolean
  connect(): Promise<PostgresConnection>
  release(connection: PostgresConnection): void
}

interface Waiter {
  readonly slots: Slots
  readonly since: number
  readonly give: (connection: PostgresConnection) => boolean
  readonly fail: (error: unknown) => void
}

export interface AcquireOptions {
  readonly timeoutMs: number
  readonly signal?: AbortSignal | undefined
}

// Up to this age a waiter of another pool lets a pool keep its connection: changing over costs a new login.
const patienceMs = 100

export class ConnectionBudget {
  readonly max: number
  /** Each pool's waiters, first come first served. */
  readonly #queues = new Map<Slots, Waiter[]>()
  #waiting = 0
  #waitedMs = 0
  #timeouts = 0

  constructor(max: number = limits.connectionsMax) {
    this.max = max
  }

  get open(): number {
    let open = 0
    for (const slots of this.#queues.keys()) open += slots.open
    return open
  }

  get waiting(): number {
    return this.#waiting
  }

  get idle(): number {
    let idle = 0
    for (const slots of this.#queues.keys()) idle += slots.idle
    return idle
  }

  /** Since the process began: how long all have waited, and how many in vain. */
  get waits(): { readonly seconds: number; readonly timeouts: number } {
    return { seconds: this.#waitedMs / 1_000, timeouts: this.#timeouts }
  }

  join(slots: Slots): void {
    this.#queues.set(slots, [])
  }

  leave(slots: Slots): void {
    this.#queues.delete(slots)
  }

  acquire(slots: Slots, options: AcquireOptions): Promise<PostgresConnection> {
    if (options.signal?.aborted) return Promise.reject(toEndedError('abort'))
    const queue = this.#queues.get(slots)
    if (queue === undefined || this.#waiting >= limits.waitersMax) {
      return Promise.reject(this.#busy(slots, 0))
    }
    const idle = queue.length === 0 ? slots.takeIdle() : undefined
    return idle === undefined ? this.#wait(slots, queue, options) : Promise.resolve(idle)
  }

  /** A connection came to rest, or a slot became free: serve whoever can be served. */
  dispatch(prefer?: Slots): void {
    while (this.#waiting > 0) {
      const waiter = this.#candidates(prefer).find((candidate) => this.#serve(candidate))
      if (waiter === undefined) return
    }
  }

  #candidates(prefer: Slots | undefined): Waiter[] {
    const heads: Waiter[] = []
    for (const queue of this.#queues.values()) if (queue[0] !== undefined) heads.push(queue[0])
    if (heads.length < 2) return heads
    heads.sort((a, b) => a.since - b.since)
    const isPatient = performance.now() - (heads[0] as Waiter).since < patienceMs
    return isPatient ? heads.sort((a, b) => +(b.slots === prefer) - +(a.slots === prefer)) : heads
  }

  #serve(waiter: Waiter): boolean {
    const { slots } = waiter
    const idle = slots.takeIdle()
    if (idle !== undefined) return waiter.give(idle)
    if (slots.open >= slots.openMax || !this.#freeSlot(slots)) return false
    this.#unqueue(waiter)
    slots.connect().then(
      // It may have run out of time meanwhile: then the connection serves the next one.
      (connection) => waiter.give(connection) || slots.release(connection),
      (error) => {
        waiter.fail(error)
        this.dispatch()
      },
    )
    return true
  }

  #freeSlot(slots: Slots): boolean {
    if (this.open < this.max) return true
    for (const other of this.#queues.keys()) {
      if (other !== slots && other.evictIdle()) return true
    }
    return false
  }

  #unqueue(waiter: Waiter): void {
    const queue = this.#queues.get(waiter.slots) ?? []
    const index = queue.indexOf(waiter)
    if (index === -1) return
    queue.splice(index, 1)
    this.#waiting--
  }

  #wait(
    slots: Slots,
    queue: Waiter[],
    { timeoutMs, signal }: AcquireOptions,
  ): Promise<PostgresConnection> {
    const { promise, resolve, reject } = Promise.withResolvers<PostgresConnection>()
    let settled = false
    const settle = (): boolean => {
      if (settled) return false
      settled = true
      this.#waitedMs += performance.now() - waiter.since
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
      this.#unqueue(waiter)
      return true
    }
    const waiter: Waiter = {
      slots,
      since: performance.now(),
      give: (connection) => {
        if (!settle()) return false
        resolve(connection)
        return true
      },
      fail: (error) => {
        if (settle()) reject(error)
      },
    }
    const onAbort = (): void => waiter.fail(toEndedError('abort'))
    const timer = setTimeout(() => {
      this.#timeouts++
      waiter.fail(this.#busy(slots, timeoutMs))
    }, timeoutMs)
    signal?.addEventListener('abort', onAbort, { once: true })
    queue.push(waiter)
    this.#waiting++
    this.dispatch(slots)
    return promise
  }

  #busy(slots: Slots, timeoutMs: number): AcervoError {
    return new AcervoError('ACV311', `no connection to ${slots.key} became free`, {
      details: `Waited ${timeoutMs} ms; ${slots.open} of ${slots.openMax} open here, ${this.open} of ${this.max} in the process, ${this.#waiting} waiting.`,
      hint: 'Raise connection_limit or pool_timeout in the connection string, or the connection budget.',
    })
  }
}
