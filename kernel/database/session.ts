// A transaction's hands on its link: one batch at a time, dead after its end; the first batch carries the begin.
// The transaction itself (begin, commit, time) is transaction.ts.
import { AcervoError } from '../errors/index.ts'
import type { Link, RunOptions } from './link.ts'
import { runTwice } from './run-twice.ts'
import { isStaleName } from './sqlstate.ts'
import type { Engine, Result, Session, Statement } from './target.ts'
import { toWireStatement, type WireStatement } from './wire/batch.ts'

export class LinkSession implements Session {
  readonly engine: Engine
  /** The first error: a body may swallow it, the commit may not. */
  error: unknown
  readonly copyIn?: (text: string, chunks: AsyncIterable<string | Uint8Array>) => Promise<number>
  readonly #link: Link
  readonly #signal: AbortSignal
  #head: readonly WireStatement[]
  #ended = false
  #tail: Promise<unknown> = Promise.resolve()

  /** `head`: what begins the transaction; nothing is sent before it. */
  constructor(link: Link, signal: AbortSignal, head: readonly WireStatement[]) {
    this.engine = link.engine
    this.#link = link
    this.#signal = signal
    this.#head = head
    if (link.copyIn !== undefined) {
      const copyIn = link.copyIn.bind(link)
      this.copyIn = (text, chunks) =>
        this.#next(async (options) => {
          if (!this.isBegun) await this.#begin([], options)
          return copyIn(text, chunks, options)
        })
    }
  }

  /** False while nothing was asked: there is nothing to commit. */
  get isBegun(): boolean {
    return this.#head.length === 0
  }

  async query(statement: Statement): Promise<Result> {
    const [result] = await this.group([statement])
    return result as Result
  }

  group(statements: readonly Statement[]): Promise<readonly Result[]> {
    return this.#next(async (options) => {
      const wire = statements.map(toWireStatement)
      if (!this.isBegun) return this.#begin(wire, options)
      try {
        return await this.#link.run(wire, options)
      } catch (error) {
        if (isStaleName(error)) this.#link.forgetNames(wire)
        throw error
      }
    })
  }

  /** No call gets through any more; resolves when the running one has come back. */
  async end(): Promise<void> {
    this.#ended = true
    await this.#tail
  }

  async #begin(wire: readonly WireStatement[], options: RunOptions): Promise<readonly Result[]> {
    const head = this.#head
    this.#head = []
    return (await runTwice(this.#link, [...head, ...wire], options)).slice(head.length)
  }

  #next<T>(work: (options: RunOptions) => Promise<T>): Promise<T> {
    const result = this.#tail.then(() => {
      if (this.#ended) {
        throw new AcervoError('ACV300', 'the transaction has ended', {
          hint: 'Await every call inside the transaction.',
        })
      }
      return work({ signal: this.#signal })
    })
    this.#tail = result.catch((error: unknown) => {
      this.error ??= error
    })
    return result
  }
}
