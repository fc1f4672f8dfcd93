// What every other room may ask of a database: a target is host + port + physical database.
// Only the shape stands here; postgres/ and embedded/ hold the two engines behind it.

import type { ConnectionString } from './postgres/connection-string.ts'

export type Engine = 'embedded' | 'postgres'

/** The roles a request may act in. */
export type RuntimeRole = 'acervo_app' | 'acervo_worker' | 'acervo_readonly'

/** Owns the job queue's schema; nobody logs in as it, and no request acts as it. */
export type JobsRole = 'acervo_jobs'

export interface Statement {
  readonly text: string
  readonly values: readonly unknown[]
  /** Names a prepared statement: at most 63 bytes, one name for one text. */
  readonly name?: string
  /** Its result says the names and types of its columns, for callers that are given their SQL. */
  readonly described?: boolean
}

export interface Result {
  /** Cells in PostgreSQL's text format. */
  readonly rows: readonly (readonly (string | null)[])[]
  /** Rows returned or touched, as the server counts them. */
  readonly count: number
  /** The tag without its numbers: SELECT, INSERT, CREATE TABLE. */
  readonly command: string
  /** Names of the cells, of scripts and described statements only. */
  readonly columns?: readonly string[]
  /** PostgreSQL's type numbers of the cells, beside `columns`. */
  readonly types?: readonly number[]
}

/** Who asks and why, set for one transaction and gone after it. */
export interface Context {
  readonly settings: Readonly<Record<string, string>>
  /** The role to act as; without it the login's own rights, on the embedded engine acervo_app. */
  readonly role?: RuntimeRole | JobsRole
}

export interface GroupOptions {
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
  /** It reads, and only for a moment: where no connection is free it may be sent behind another such read. */
  readonly brief?: boolean
  /** It reads, and a replica may answer it that has all its actor has written. */
  readonly replica?: boolean
}

export interface TransactionOptions extends GroupOptions {
  readonly readOnly?: boolean
  readonly isolation?: 'read committed' | 'repeatable read' | 'serializable'
}

export interface Session {
  readonly engine: Engine
  query(statement: Statement): Promise<Result>
  /** Several statements in one round trip; the first error ends the transaction. */
  group(statements: readonly Statement[]): Promise<readonly Result[]>
  /** Sent with the next group, or with the commit: their error is that group's error, their results nobody's. */
  defer(statements: readonly Statement[]): void
  /** COPY ... FROM STDIN; absent on the embedded engine. Answers the number of rows. */
  copyIn?(text: string, chunks: AsyncIterable<string | Uint8Array>): Promise<number>
}

/** In the hands of whoever began the transaction. */
export interface OwnSession extends Session {
  /** The last group: the commit goes with it, in the same round trip. */
  finish(statements: readonly Statement[]): Promise<readonly Result[]>
}

/** How a replica stands to its primary. */
export interface ReplicaState {
  /** host:port/database */
  readonly key: string
  readonly lagBytes: number
  readonly lagSeconds: number
  /** Reads of this process that it answered, that needed more than it had, and that it failed at. */
  readonly served: number
  readonly behind: number
  readonly failed: number
}

/** Reads beside the primary; only of a target that was given a replica. */
export interface Replicated {
  /** @throws ACV301 where either does not answer. */
  state(): Promise<ReplicaState>
  /** How far the log had come with the last write of an actor; undefined where he wrote nothing, or nobody knows. */
  position(actor: string): string | undefined
  /** What another process has told of him. */
  learn(actor: string, position: string): void
}

export interface Target {
  readonly key: string
  readonly replica?: Replicated
  readonly engine: Engine
  /** How a library that keeps its own connections reaches the same place; absent on the embedded engine. */
  readonly login?: Pick<ConnectionString, 'config' | 'pooled'>
  /** How another server reaches the same place with the migrator's rights; absent on the embedded engine. */
  readonly operator?: Pick<ConnectionString, 'config'>
  /** Context and statements as one implicit transaction in one round trip. */
  group(
    context: Context,
    statements: readonly Statement[],
    options?: GroupOptions,
  ): Promise<readonly Result[]>
  /** On the embedded engine a call on the target inside its own body waits for itself until it times out. */
  transaction<T>(
    context: Context,
    body: (session: OwnSession) => Promise<T>,
    options?: TransactionOptions,
  ): Promise<T>
  /** The migrator's own session, without policies; the caller closes it. */
  direct(): Promise<Direct>
  /** 150020 for 15.20. */
  serverVersion(): Promise<number>
  /** Refuses new work, waits for running work within a bound, then closes. */
  close(): Promise<void>
}

export interface Direct {
  readonly engine: Engine
  /** Many statements in one message, one implicit transaction; answers the last result. */
  script(text: string): Promise<Result>
  query(statement: Statement): Promise<Result>
  /** COPY ... FROM STDIN, and COPY ... TO STDOUT; absent on the embedded engine. */
  copyIn?(text: string, chunks: AsyncIterable<string | Uint8Array>): Promise<number>
  copyOut?<T>(text: string, read: (chunks: AsyncIterable<Uint8Array>) => Promise<T>): Promise<T>
  close(): Promise<void>
}
