// Reads on a replica, none older than what the reader has written himself. Whether the replica has come that far is
// asked there, in the round trip of the read and before it: behind one address there may be several replicas. Where it
// has not, or does not answer, the primary does.
import { isAcervoError } from '../../errors/index.ts'
import type { RunOptions } from '../link.ts'
import { runTwice } from '../run-twice.ts'
import { isStaleName } from '../sqlstate.ts'
import type { ReplicaState, Result, Statement } from '../target.ts'
import { toWireStatement, type WireStatement } from '../wire/batch.ts'
import type { ConnectionBudget } from './budget.ts'
import type { PostgresConnection } from './connection.ts'
import { type PoolOptions, PostgresPool } from './pool.ts'
import { Positions } from './position.ts'

/** Nobody who needs more than it has asks it again for so long; nobody at all where it did not answer. */
const behindRestMs = 20
const brokenRestMs = 5_000

export class Replica {
  readonly key: string
  readonly pool: PostgresPool
  readonly positions = new Positions()
  #served = 0
  #behind = 0
  #failed = 0
  #behindUntil = 0
  #brokenUntil = 0

  constructor(options: PoolOptions, budget: ConnectionBudget) {
    this.key = options.key
    this.pool = new PostgresPool(options, budget)
  }

  /** Undefined where the primary has to answer: an error of the read itself is told by it, too. */
  async read(
    actor: string,
    wire: readonly WireStatement[],
    options: RunOptions,
  ): Promise<readonly Result[] | undefined> {
    const position = this.positions.of(actor)
    const now = performance.now()
    if (position === undefined || now < this.#brokenUntil) return undefined
    if (now < this.#behindUntil && this.positions.has(actor)) return undefined
    try {
      const connection = await this.pool.acquire(options)
      try {
        const guard = toWireStatement({ ...guardStatement, values: [position] })
        const [, ...results] = await runTwice(connection, [guard, ...wire], options)
        this.#served++
        return results
      } finally {
        this.pool.release(connection)
      }
    } catch (error) {
      if (isOver(error)) throw error
      this.#count(error)
      return undefined
    }
  }

  #count(error: unknown): void {
    if (isAcervoError(error) && error.code === 'ACV325') {
      this.#behind++
      this.#behindUntil = performance.now() + behindRestMs
      return
    }
    this.#failed++
    if (isAcervoError(error) && error.code === 'ACV301')
      this.#brokenUntil = performance.now() + brokenRestMs
  }

  /** `primary`: how far the primary's log has come. @throws ACV301 where it does not answer. */
  async state(primary: string): Promise<ReplicaState> {
    const connection = await this.pool.acquire()
    try {
      const asked = toWireStatement({ ...lagStatement, values: [primary] })
      const [result] = await connection.run([asked])
      const [bytes, seconds] = result?.rows[0] ?? []
      return {
        ...{ key: this.key, served: this.#served, behind: this.#behind, failed: this.#failed },
        lagBytes: Number(bytes),
        lagSeconds: Number(seconds),
      }
    } finally {
      this.pool.release(connection)
    }
  }
}

/** Ended by the caller or by his time: nobody asks again for him. */
function isOver(error: unknown): boolean {
  return isAcervoError(error) && (error.code === 'ACV307' || error.code === 'ACV308')
}

/** After what it has committed; sent behind the write, in its round trip where the server knows the name. */
export async function runAndTell(
  connection: PostgresConnection,
  wire: readonly WireStatement[],
  options: RunOptions,
): Promise<{ readonly results: readonly Result[]; readonly position: string | undefined }> {
  const written = connection.run(wire, options)
  // A stale name is tried again: what was told behind the first try would be too early.
  const told = connection.ride([positionStatement], {})?.catch(() => undefined)
  try {
    const results = await written
    return { results, position: toPosition(await told) ?? (await readPosition(connection)) }
  } catch (error) {
    await told
    if (!isStaleName(error) || !connection.healthy) throw error
    connection.forgetNames(wire)
    const results = await connection.run(wire, options)
    return { results, position: await readPosition(connection) }
  }
}

/** Undefined where it cannot be asked any more. */
export async function readPosition(connection: PostgresConnection): Promise<string | undefined> {
  const asked = connection.run([positionStatement]).catch(() => undefined)
  return toPosition(await asked)
}

function toPosition(results: readonly Result[] | undefined): string | undefined {
  return results?.[0]?.rows[0]?.[0] ?? undefined
}

/** First of its group: nothing behind it runs where it refuses. A server that is no standby has no place here. */
const guardStatement: Statement = Object.freeze({
  text: `select acervo.refuse('AV325', 'the replica has not come so far')
    where not (pg_is_in_recovery() and coalesce(pg_last_wal_replay_lsn() >= $1::pg_lsn, false))`,
  values: [],
  name: 'acervo_replayed',
})

const lagStatement: Statement = Object.freeze({
  text: `select greatest(pg_wal_lsn_diff($1::pg_lsn, pg_last_wal_replay_lsn()), 0),
    case when pg_last_wal_replay_lsn() >= $1::pg_lsn then 0
      else extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp()) end`,
  values: [],
})

const positionStatement: WireStatement = toWireStatement({
  text: 'select pg_current_wal_insert_lsn()',
  values: [],
  name: 'acervo_position',
})
