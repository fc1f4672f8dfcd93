// Who does a piece of work now: one row a name, by the database's clock, with a token that rises whenever
// another takes it over. Whoever writes under a lease asks for the token in the same transaction: a process
// that slept through its lease finds another token there and writes nothing.
import { createHash } from 'node:crypto'
import type { Context, Statement, Target } from '../database/target.ts'
import type { DatabaseModel } from '../model/model.ts'
import { namedText } from './named-statement.ts'
import { noteRenewal } from './stillness.ts'

export interface LeaseOptions {
  readonly target: Target
  /** `relay:outbox` */
  readonly name: string
  /** Another one for each start of each process. */
  readonly holder: string
  readonly leaseMs: number
  readonly context: () => Context
  /** Of the same target and holder: whichever is due first asks for all of them, in one round trip. */
  readonly beside?: Set<Lease>
}

export class Lease {
  readonly name: string
  readonly #options: LeaseOptions
  #token: bigint | undefined
  #keptAt = Number.NEGATIVE_INFINITY
  #asking: Promise<unknown> = Promise.resolve()

  constructor(options: LeaseOptions) {
    this.name = options.name
    this.#options = options
    options.beside?.add(this)
  }

  /** Undefined while it is somebody else's. */
  get token(): bigint | undefined {
    return this.#token
  }

  /** Ours, as far as this process's own clock can tell: no proof, it only saves vain work. */
  isFresh(): boolean {
    return this.#token !== undefined && performance.now() - this.#keptAt < this.#options.leaseMs
  }

  /** Asks the database when a third of the time is over; answers what the token is now. */
  async keep(): Promise<bigint | undefined> {
    const { leaseMs } = this.#options
    // Another's is asked for as often as the caller likes, but not once more for each that stands beside.
    const restMs = this.#token === undefined ? leaseMs / 20 : leaseMs / 3
    return performance.now() - this.#keptAt < restMs ? this.#token : this.confirm()
  }

  /** Takes it where it is free, renews it where it is ours. */
  async confirm(): Promise<bigint | undefined> {
    const { target, context, beside = [] } = this.#options
    const all = [...new Set([this, ...beside])]
    // In one order, so that two processes never wait for each other.
    all.sort((a, b) => (a.name < b.name ? -1 : 1))
    const askedAt = performance.now()
    const asking = target.group(
      context(),
      all.map((one) => one.#take()),
    )
    for (const one of all) one.#asking = asking
    const results = await asking
    for (const [at, one] of all.entries()) {
      const [token, transaction] = results[at]?.rows[0] ?? []
      one.#taken(token, askedAt)
      if (transaction != null) noteRenewal(target, Number(transaction))
    }
    return this.#token
  }

  #take(): Statement {
    const { name, holder, leaseMs } = this.#options
    return take(name, holder, leaseMs, this.#token === undefined ? null : String(this.#token))
  }

  #taken(token: string | null | undefined, askedAt: number): void {
    this.#token = token == null ? undefined : BigInt(token)
    this.#keptAt = askedAt
  }

  /** Somebody else was seen to hold it. */
  forget(): void {
    this.#token = undefined
    this.#keptAt = Number.NEGATIVE_INFINITY
  }

  /** The next one need not wait until it expires. */
  async release(): Promise<void> {
    const { target, name, context, beside } = this.#options
    beside?.delete(this)
    // One that is on its way would take it again.
    await this.#asking.catch(() => undefined)
    const token = this.#token
    this.#token = undefined
    if (token !== undefined) await target.group(context(), [giveBack(name, String(token))])
  }
}

/**
 * The lease of some work for some databases of a target. Processes that serve the same share it; one that serves others
 * has another, so that neither waits for the other. Where two serve the same in different company, both work: what
 * they write is guarded by more than the lease.
 */
export function toLeaseName(
  work: string,
  served: readonly DatabaseModel[],
  all: readonly DatabaseModel[],
): string {
  if (served.length === all.length) return work
  const schemas = served.map(({ schema }) => schema).sort()
  return `${work}:${createHash('sha256').update(schemas.join()).digest('hex').slice(0, 12)}`
}

const take = namedText(`
  insert into acervo.lease as l (name, holder, token, expires_at)
  values ($1, $2, 1, acervo.clock() + $3::bigint * interval '1 millisecond')
  on conflict (name) do update set
    holder = excluded.holder,
    token = l.token + case when l.holder = excluded.holder and l.token = $4::bigint then 0 else 1 end,
    expires_at = excluded.expires_at
  where l.holder = excluded.holder or l.expires_at <= acervo.clock()
  returning token, pg_current_xact_id()::text`)

const giveBack = namedText(
  'update acervo.lease set expires_at = acervo.clock() where name = $1 and token = $2::bigint',
)

/** Locks the lease until the transaction ends; no row where another has taken it. Parameters: name, token. */
export const lockLease = namedText(
  'select token from acervo.lease where name = $1 and token = $2::bigint for share',
)

/** SQL: the lease still has this token. */
export function leaseStands(name: string, token: string): string {
  return `exists (select from acervo.lease where name = ${name} and token = ${token}::bigint)`
}
