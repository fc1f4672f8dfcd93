// Who does a piece of work now: one row a name, by the database's clock, with a token that rises whenever
// another takes it over. Whoever writes under a lease asks for the token in the same transaction: a process
// that slept through its lease finds another token there and writes nothing.
import { createHash } from 'node:crypto'
import type { Context, Target } from '../database/target.ts'
import type { DatabaseModel } from '../model/model.ts'
import { namedText } from './named-statement.ts'

export interface LeaseOptions {
  readonly target: Target
  /** `relay:outbox` */
  readonly name: string
  /** Another one for each start of each process. */
  readonly holder: string
  readonly leaseMs: number
  readonly context: () => Context
}

export class Lease {
  readonly name: string
  readonly #options: LeaseOptions
  #token: bigint | undefined
  #keptAt = 0

  constructor(options: LeaseOptions) {
    this.name = options.name
    this.#options = options
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
    const isDue = performance.now() - this.#keptAt >= this.#options.leaseMs / 3
    return this.#token !== undefined && !isDue ? this.#token : this.confirm()
  }

  /** Takes it where it is free, renews it where it is ours. */
  async confirm(): Promise<bigint | undefined> {
    const { target, name, holder, leaseMs, context } = this.#options
    const askedAt = performance.now()
    const token = this.#token === undefined ? null : String(this.#token)
    const [result] = await target.group(context(), [take(name, holder, leaseMs, token)])
    const taken = result?.rows[0]?.[0]
    this.#token = taken == null ? undefined : BigInt(taken)
    this.#keptAt = askedAt
    return this.#token
  }

  /** Somebody else was seen to hold it. */
  forget(): void {
    this.#token = undefined
  }

  /** The next one need not wait until it expires. */
  async release(): Promise<void> {
    const { target, name, context } = this.#options
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
  returning token`)

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
