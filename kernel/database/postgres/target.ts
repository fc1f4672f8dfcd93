// A target on PostgreSQL: groups in one round trip, transactions, the migrator's direct session.
// Context lives in the transaction only; nothing is ever set on a pooled session.

import { toContextStatement } from '../context.ts'
import { limits } from '../limits.ts'
import type { RunOptions } from '../link.ts'
import { isOutcomeUnknown } from '../outcome.ts'
import { runTwice } from '../run-twice.ts'
import { isCancelled, isLost, isStaleName } from '../sqlstate.ts'
import type {
  Context,
  Direct,
  GroupOptions,
  OwnSession,
  Replicated,
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
import { Replica, readPosition, runAndTell } from './replica.ts'

export interface PostgresTargetOptions {
  readonly run: ConnectionString
  /** The migrator's URL; without it `direct` uses the runtime login. */
  readonly migrate?: ConnectionString
  /** Where reads may go besides. */
  readonly replica?: ConnectionString
  readonly budget: ConnectionBudget
  readonly idleMs?: number
}

export class PostgresTarget implements Target {
  readonly engine = 'postgres'
  readonly key: string
  readonly pool: PostgresPool
  readonly login: Pick<ConnectionString, 'config' | 'pooled'>
  readonly operator: Pick<ConnectionString, 'config'>
  readonly replica?: Replicated
  readonly #migrate: ConnectionString
  readonly #replica: Replica | undefined
  #version: number | undefined

  constructor({ run, migrate, replica, budget, idleMs }: PostgresTargetOptions) {
    this.key = run.key
    this.login = run
    this.#migrate = migrate ?? run
    this.operator = this.#migrate
    const toPool = (at: ConnectionString) => ({
      key: at.key,
      config: at.config,
      named: !at.pooled,
      openMax: Math.min(at.connectionLimit ?? budget.max, budget.max),
      waitTimeoutMs: at.poolTimeoutMs ?? limits.poolTimeoutMs,
      idleMs: idleMs ?? limits.idleConnectionMs,
    })
    this.pool = new PostgresPool(toPool(run), budget)
    if (replica === undefined) return
    this.#replica = new Replica(toPool(replica), budget)
    this.replica = toReplicated(this.#replica, this.pool)
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
    const beside = this.#readBeside(context, wire, run, options)
    // No turn is lost where there is no replica: who asks at once is counted at once.
    const results =
      (beside === undefined ? undefined : await beside) ??
      (options.brief === true ? await this.#ride(wire, run) : undefined) ??
      (await this.#runAlone(context, wire, run, options))
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

  /** An elevation that was taken back is over at once, on a replica a little later. */
  #readBeside(
    context: Context,
    wire: readonly WireStatement[],
    run: RunOptions,
    { replica = false }: GroupOptions,
  ): Promise<readonly Result[] | undefined> | undefined {
    if (!replica || 'acervo.elevation' in context.settings) return undefined
    return this.#replica?.read(actorOf(context), wire, run)
  }

  async #runAlone(
    context: Context,
    wire: readonly WireStatement[],
    run: RunOptions,
    options: GroupOptions,
  ): Promise<readonly Result[]> {
    const connection = await this.pool.acquire(options)
    connection.carries = options.brief === true
    const positions = this.#replica?.positions
    const isRead = options.brief === true || options.replica === true
    try {
      if (positions === undefined || isRead) return await runTwice(connection, wire, run)
      const { results, position } = await runAndTell(connection, wire, run)
      positions.wrote(actorOf(context), position)
      return results
    } catch (error) {
      if (isOutcomeUnknown(error)) positions?.wrote(actorOf(context), undefined)
      throw error
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
    const positions = options.readOnly === true ? undefined : this.#replica?.positions
    try {
      const value = await runTransaction(connection, { context, options, body })
      positions?.wrote(actorOf(context), await readPosition(connection))
      return value
    } catch (error) {
      if (isOutcomeUnknown(error)) positions?.wrote(actorOf(context), undefined)
      throw error
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

  async close(): Promise<void> {
    await Promise.all([this.pool.close(), this.#replica?.pool.close()])
  }
}

function actorOf({ settings }: Context): string {
  return settings['acervo.actor'] ?? ''
}

function toReplicated(replica: Replica, pool: PostgresPool): Replicated {
  const { positions } = replica
  return Object.freeze({
    state: async () => {
      const connection = await pool.acquire()
      try {
        return await replica.state((await readPosition(connection)) ?? '0/0')
      } finally {
        pool.release(connection)
      }
    },
    position: (actor: string) => (positions.has(actor) ? positions.of(actor) : undefined),
    learn: (actor: string, position: string) => positions.wrote(actor, position),
  })
}
