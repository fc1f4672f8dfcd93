// The embedded target: the same bytes as PostgreSQL, on PGlite's one session. Its login is a superuser, so
// every group and transaction takes a runtime role on, or policies would not apply.
// A time limit bounds the wait for the session and the calls of a transaction; a running statement ends by itself.
import { toContextStatement } from '../context.ts'
import { limits } from '../limits.ts'
import { runTwice } from '../run-twice.ts'
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
import { toWireStatement } from '../wire/batch.ts'
import { openEmbeddedDirect } from './direct.ts'
import type { EmbeddedEngine } from './engine.ts'
import { Exclusive } from './exclusive.ts'

export interface EmbeddedTargetOptions {
  readonly key: string
  readonly engine: EmbeddedEngine
  readonly waitMs?: number | undefined
  /** Runs after the engine closed: gives the directory's lock back. */
  readonly onClose?: () => Promise<void>
}

export const embeddedRole = 'acervo_app'

export class EmbeddedTarget implements Target {
  readonly engine = 'embedded'
  readonly key: string
  readonly #link: EmbeddedEngine
  readonly #session: Exclusive
  readonly #onClose: (() => Promise<void>) | undefined
  #closing: Promise<void> | undefined

  constructor({ key, engine, waitMs, onClose }: EmbeddedTargetOptions) {
    this.key = key
    this.#link = engine
    this.#session = new Exclusive(waitMs)
    this.#onClose = onClose
  }

  async group(
    context: Context,
    statements: readonly Statement[],
    options: GroupOptions = {},
  ): Promise<readonly Result[]> {
    const first = toContextStatement(context, { role: embeddedRole }) as Statement
    const wire = [first, ...statements].map(toWireStatement)
    const release = await this.#session.acquire(options)
    try {
      return (await runTwice(this.#link, wire, {})).slice(1)
    } finally {
      await this.#rest(release)
    }
  }

  async transaction<T>(
    context: Context,
    body: (session: OwnSession) => Promise<T>,
    options: TransactionOptions = {},
  ): Promise<T> {
    const release = await this.#session.acquire(options)
    try {
      return await runTransaction(this.#link, { context, options, body, role: embeddedRole })
    } finally {
      await this.#rest(release)
    }
  }

  /** Holds the one session until it is closed: groups and transactions wait meanwhile. */
  async direct(): Promise<Direct> {
    const release = await this.#session.acquire()
    try {
      // As on a server: a function of the owner that policies would thin out fails instead of seeing less.
      await this.#link.script('set row_security = off')
      return openEmbeddedDirect(this.#link, release)
    } catch (error) {
      release()
      throw error
    }
  }

  async serverVersion(): Promise<number> {
    const release = await this.#session.acquire()
    try {
      const [result] = await this.#link.script('show server_version_num')
      return Number(result?.rows[0]?.[0])
    } finally {
      release()
    }
  }

  /** `into`: the directory to which what was in memory is written. */
  close(into?: string): Promise<void> {
    this.#closing ??= this.#close(into)
    return this.#closing
  }

  async #close(into: string | undefined): Promise<void> {
    await this.#session.close(limits.drainMs)
    await (into === undefined ? this.#link.close() : this.#link.closeInto(into))
    await this.#onClose?.()
  }

  /** A statement such as BEGIN in a group would leak the role and settings to the next caller. */
  async #rest(release: () => void): Promise<void> {
    try {
      if (this.#link.status !== 'I') await this.#link.reset()
    } finally {
      release()
    }
  }
}
