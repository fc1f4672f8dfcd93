// The platform as a value: what createAcervo answers, and what every edge (server, CLI, console) uses.

import type { RuntimeRole, Session } from '../database/target.ts'
import type { Targets } from '../database/targets.ts'
import type { Shredded } from '../keys/shred.ts'
import type { Vault } from '../keys/vault.ts'
import type { Model } from '../model/model.ts'
import type { Answer, Request } from '../query/request.ts'
import type { Database, System } from '../table/database.ts'
import type { Acted, ActionOptions, ActionRequest } from './act.ts'
import type { Elevated, Elevation, ElevationWish } from './elevation/elevation.ts'
import type { Moves } from './moves.ts'
import type { Principal } from './principal.ts'
import type { DatabaseMap } from './row.ts'
import type { TableClient } from './table-client.ts'

/** Databases of a list of systems, by short name. */
export type DatabasesOf<S extends readonly System[]> = {
  [D in S[number]['databases'][number] as D['name']]: D extends Database<string, infer T>
    ? T
    : never
}

export type DatabaseClient<Ds extends DatabaseMap, N extends keyof Ds & string> = {
  readonly [M in keyof Ds[N]]: TableClient<Ds, N, Ds[N][M]>
}

export type Databases<Ds extends DatabaseMap> = {
  readonly [N in keyof Ds & string]: DatabaseClient<Ds, N>
}

export type Db<Ds extends DatabaseMap> = Databases<Ds> & {
  /** The same client, acting for somebody. */
  as(principal: Principal): Db<Ds>
  /**
   * One transaction over databases (short names) that share a target. Calls on the outer client for
   * the same target join it.
   * @throws ACV315 when they are not declared together.
   */
  transaction<const N extends readonly (keyof Ds & string)[], R>(
    databases: N,
    body: (tx: Pick<Databases<Ds>, N[number]>) => Promise<R>,
    options?: TransactionOptions,
  ): Promise<R>
  /** One boolean per database: reachable and migrated. */
  healthCheck(): Promise<Record<keyof Ds & string, boolean>>
}

export interface TransactionOptions {
  readonly timeoutMs?: number
  readonly isolation?: 'read committed' | 'repeatable read' | 'serializable'
}

export interface RunOptions {
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
  /** One row more than asked is read, and order keys come with each row. */
  readonly page?: boolean
  /** The version of each row comes with it. */
  readonly version?: boolean
  /** A read may be answered by a replica that has all this principal has written. */
  readonly replica?: boolean
  /** The request runs once per key; a repetition gets the kept answer. */
  readonly once?: Once
}

/** What an idempotency key stands for. */
export interface Once {
  readonly route: string
  readonly key: string
  /** Digest of the request: the same key must mean the same request. */
  readonly fingerprint: string
}

export type Ran = Answer & { readonly replayed?: boolean }

export interface DatabaseHealth {
  readonly database: string
  readonly status: 'ok' | 'degraded' | 'down'
  readonly reason?: string
  /** Applied and pending migration files. */
  readonly version: string | null
  readonly pending: number
  readonly latencyMs: number
}

export interface Acervo<Ds extends DatabaseMap = DatabaseMap> {
  readonly model: Model
  /** What this process serves of it: edges show and answer this, work is done for this. */
  readonly served: Model
  /** Where the databases live; for edges that stream or migrate. */
  readonly targets: Targets
  readonly engine: 'embedded' | 'postgres'
  readonly db: Db<Ds>
  /** The door of REST and the CLI: one request value, JSON texts as PostgreSQL made them. */
  run(principal: Principal, request: Request, options?: RunOptions): Promise<Ran>
  /**
   * The same door for an action that a table offers.
   * @throws ACV200, ACV205 for an input that does not fit; ACV211 where there is no such action.
   */
  act(principal: Principal, request: ActionRequest, options?: ActionOptions): Promise<Acted>
  /**
   * A transaction of the platform's own code: beside the client it gets the session, for statements that no
   * request says. Not on `db`: whoever can run any SQL can change whose rows it sees.
   */
  transaction<R>(
    principal: Principal,
    databases: readonly (keyof Ds & string)[],
    body: (tx: Databases<Ds>, session: Session) => Promise<R>,
    options?: TransactionOptions & { readonly role?: RuntimeRole },
  ): Promise<R>
  /**
   * Told of a database (short name) after this process has committed something there that may be an event.
   * Answers what ends it.
   */
  onCommit(listener: (database: string) => void): () => void
  /**
   * A principal that acts for tenants that are not its own: with a reason, for a while, on record.
   * @throws ACV322; its requests throw ACV321 once it has ended.
   */
  elevate(principal: Principal, wish: ElevationWish): Promise<Elevated>
  /** The last 1,000 elevations, newest first; `live`: those in force. */
  elevations(
    principal: Principal,
    options?: { readonly live?: boolean },
  ): Promise<readonly Elevation[]>
  /** Answers whether it was in force. */
  endElevation(principal: Principal, id: string): Promise<boolean>
  /** How this process follows databases that move while it runs. */
  readonly moves: Moves
  health(): Promise<readonly DatabaseHealth[]>
  /** The keys of encrypted columns, opened at the first wish. @throws ACV331 where there are none. */
  readonly vault: () => Promise<Vault>
  /** Deletes the keys of a subject (a uuid) in every database, for good: what they encrypt is gone. */
  shred(subject: string): Promise<Shredded>
  close(): Promise<void>
}
