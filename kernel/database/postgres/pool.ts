// The connections of one target: opened when needed, kept while busy, closed after a while of idleness.
// How many there may be is decided together with the budget of the process.
import { AcervoError } from '../../errors/index.ts'
import { limits } from '../limits.ts'
import type { RunOptions } from '../link.ts'
import type { ConnectionBudget, Slots } from './budget.ts'
import { type ConnectionOptions, PostgresConnection } from './connection.ts'

export interface PoolOptions extends ConnectionOptions {
  readonly key: string
  readonly openMax: number
  readonly waitTimeoutMs: number
  readonly idleMs: number
}

interface Idle {
  readonly connection: PostgresConnection
  readonly since: number
}

export class PostgresPool implements Slots {
  readonly key: string
  readonly openMax: number
  readonly #options: PoolOptions
  readonly #budget: ConnectionBudget
  readonly #all = new Set<PostgresConnection>()
  /** Last used last, so that the rest can grow old. */
  readonly #idle: Idle[] = []
  /** One for all that rest: a timer for each rest would cost more than a point read's plan. */
  #ageing: NodeJS.Timeout | undefined
  #connecting = 0
  #closing = false
  #drained: (() => void) | undefined

  constructor(options: PoolOptions, budget: ConnectionBudget) {
    this.key = options.key
    this.openMax = options.openMax
    this.#options = options
    this.#budget = budget
    budget.join(this)
  }

  get open(): number {
    return this.#all.size + this.#connecting
  }

  get idle(): number {
    return this.#idle.length
  }

  /** Waits as long as the pool allows, and not longer than the caller's own time limit. */
  acquire({ signal, timeoutMs }: RunOptions = {}): Promise<PostgresConnection> {
    if (this.#closing) return Promise.reject(this.#closed())
    const { waitTimeoutMs } = this.#options
    const boundMs = Math.min(timeoutMs ?? waitTimeoutMs, waitTimeoutMs)
    return this.#budget.acquire(this, { timeoutMs: boundMs, signal })
  }

  /** A connection behind whose read another may be sent, where nobody would be given one of his own at once. */
  findRoom(): PostgresConnection | undefined {
    if (this.#closing || this.#idle.length > 0) return undefined
    if (this.open < this.openMax && this.#budget.open < this.#budget.max) return undefined
    let found: PostgresConnection | undefined
    for (const connection of this.#all)
      if (connection.hasRoom && connection.riders < (found?.riders ?? Number.POSITIVE_INFINITY))
        found = connection
    return found
  }

  release(connection: PostgresConnection): void {
    if (this.#all.has(connection)) this.#rest(connection)
    this.#settle()
  }

  #rest(connection: PostgresConnection): void {
    if (!connection.healthy || this.#closing || connection.status !== 'I') {
      this.#remove(connection)
      // Left in a transaction: the server ends it with the connection.
      connection.destroy()
      return
    }
    this.#idle.push({ connection, since: performance.now() })
    this.#age()
  }

  /** Closes what has rested too long and looks again when the next one will have. */
  #age(): void {
    if (this.#ageing !== undefined) return
    const [oldest] = this.#idle
    if (oldest === undefined) return
    const leftMs = oldest.since + this.#options.idleMs - performance.now()
    if (leftMs > 0) {
      this.#ageing = setTimeout(() => {
        this.#ageing = undefined
        this.#age()
      }, leftMs)
      this.#ageing.unref()
      return
    }
    this.#closeIdle(oldest.connection)
    this.#settle()
    this.#age()
  }

  takeIdle(): PostgresConnection | undefined {
    return this.#idle.pop()?.connection
  }

  evictIdle(): boolean {
    const [oldest] = this.#idle
    if (oldest === undefined) return false
    this.#closeIdle(oldest.connection)
    return true
  }

  async connect(): Promise<PostgresConnection> {
    this.#connecting++
    try {
      const connection = await PostgresConnection.open(this.#options)
      this.#all.add(connection)
      connection.onLost = () => {
        this.#remove(connection)
        this.#settle()
      }
      return connection
    } finally {
      this.#connecting--
    }
  }

  /** Refuses new work, waits for running work, then ends what is left. */
  async close(): Promise<void> {
    this.#closing = true
    clearTimeout(this.#ageing)
    for (const { connection } of [...this.#idle]) this.#closeIdle(connection)
    if (this.open > 0) await this.#drain()
    for (const connection of [...this.#all]) {
      this.#remove(connection)
      connection.destroy()
    }
    this.#budget.leave(this)
  }

  #drain(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, limits.drainMs)
      this.#drained = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  #closeIdle(connection: PostgresConnection): void {
    this.#remove(connection)
    void connection.close()
  }

  #remove(connection: PostgresConnection): void {
    connection.onLost = undefined
    this.#all.delete(connection)
    this.#forgetIdle(connection)
  }

  #forgetIdle(connection: PostgresConnection): void {
    const at = this.#idle.findIndex((one) => one.connection === connection)
    if (at !== -1) this.#idle.splice(at, 1)
  }

  #settle(): void {
    if (this.#closing && this.open === 0) this.#drained?.()
    this.#budget.dispatch(this)
  }

  #closed(): AcervoError {
    return new AcervoError('ACV301', `the way to ${this.key} is closed`, {
      details: 'The process is shutting down.',
    })
  }
}
