// A target on PostgreSQL: groups in one round trip, transactions, the migrator's direct session.
// Context lives in the transaction only; nothing is ever set on a pooled session.

import { toContextStatement } from '../context.ts'
import { limits } from '../limits.ts'
import type { RunOptions } from '../link.ts'
import { runTwice } from '../run-twice.ts'
import { isCancelled, isLost, isStaleName } from '../sqlstate.ts'
import type {
  Context,
  Direct,
  GroupOptions,
  OwnSession,
  Result,
  Statement,
  Target,
  TransactionOptions,
} from '../target.ts'
import { runTransaction } from '../transaction.ts'
import { toWireStatement, type WireStatement } from '../wire/batch.ts'
import type { ConnectionBudget } from './budget.ts'
import type { ConnectionString } from './connection-string.ts'
import { openDirect } from './direct.ts'
import { PostgresPool } from './pool.ts'

export interface PostgresTargetOptions {
  readonly run: ConnectionString
  /** The migrator's URL; without it `direct` uses the runtime login. */
  readonly migrate?: ConnectionString
  readonly budget: ConnectionBudget
  readonly idleMs?: number
}

export class PostgresTarget implements Target {
  readonly engine = 'postgres'
  readonly key: string
  readonly pool: PostgresPool
  readonly login: Pick<ConnectionString, 'config' | 'pooled'>
  readonly operator: Pick<ConnectionString, 'config'>
  readonly #migrate: ConnectionString
  #version: number | undefined

  constructor({ run, migrate, budget, idleMs }: PostgresTargetOptions) {
    this.key = run.key
    this.login = run
    this.#migrate = migrate ?? run
    this.operator = this.#migrate
    this.pool = new PostgresPool(
      {
        key: run.key,
        config: run.config,
        named: !run.pooled,
        openMax: Math.min(run.connectionLimit ?? budget.max, budget.max),
        waitTimeoutMs: run.poolTimeoutMs ?? limits.poolTimeoutMs,
        idleMs: idleMs ?? limits.idleConnectionMs,
      },
      budget,
    )
  }

  async group(
    context: Context,
    statements: readonly Statement[],
    options: GroupOptions = {},
  ): Promise<readonly Result[]> {
    const timeoutMs = options.timeoutMs ?? limits.groupTimeoutMs
    const first = toContextStatement(context, { timeoutMs })
    const wire = [...(first === undefined ? [] : [first]), ...statements].map(toWireStatement)
    const run = { timeoutMs, signal: options.signal }
    const results =
      (options.brief === true ? await this.#ride(wire, run) : undefined) ??
      (await this.#runAlone(wire, run, options))
    return first === undefined ? results : results.slice(1)
  }

  /** Behind another read of a moment, where no connection is free. */
  async #ride(
    wire: readonly WireStatement[],
    options: RunOptions,
  ): Promise<readonly Result[] | undefined> {
    try {
      return await this.pool.findRoom()?.ride(wire, options)
    } catch (error) {
      // It only reads: what befell it on the way of another is no answer.
      const isOwn = options.signal?.aborted === true || !(isLost(error) || isCancelled(error))
      if (isOwn && !isStaleName(error)) throw error
      return undefined
    }
  }

  async #runAlone(
    wire: readonly WireStatement[],
    run: RunOptions,
    options: GroupOptions,
  ): Promise<readonly Result[]> {
    const connection = await this.pool.acquire(options)
    connection.carries = options.brief === true
    try {
      return await runTwice(connection, wire, run)
    } finally {
      connection.leave(() => this.pool.release(connection))
    }
  }

  async transaction<T>(
    context: Context,
    body: (session: OwnSession) => Promise<T>,
    options: TransactionOptions = {},
  ): Promise<T> {
    const connection = await this.pool.acquire(options)
    try {
      return await runTransaction(connection, { context, options, body })
    } finally {
      this.pool.release(connection)
    }
  }

  direct(): Promise<Direct> {
    return openDirect(this.#migrate)
  }

  async serverVersion(): Promise<number> {
    if (this.#version !== undefined) return this.#version
    const connection = await this.pool.acquire()
    this.#version = connection.serverVersion
    this.pool.release(connection)
    return this.#version
  }

  close(): Promise<void> {
    return this.pool.close()
  }
}
