// A transaction's hands on its link: one batch at a time, dead after its end. The transaction itself
// (begin, commit, time) is transaction.ts.
import { AcervoError } from '../errors/index.ts'
import type { Link, RunOptions } from './link.ts'
import { isStaleName } from './sqlstate.ts'
import type { Engine, Result, Session, Statement } from './target.ts'
import { toWireStatement } from './wire/batch.ts'

export class LinkSession implements Session {
  readonly engine: Engine
  /** The first error: a body may swallow it, the commit may not. */
  error: unknown
  readonly copyIn?: (text: string, chunks: AsyncIterable<string | Uint8Array>) => Promise<number>
  readonly #link: Link
  readonly #signal: AbortSignal
  #ended = false
  #tail: Promise<unknown> = Promise.resolve()

  constructor(link: Link, signal: AbortSignal) {
    this.engine = link.engine
    this.#link = link
    this.#signal = signal
    if (link.copyIn !== undefined) {
      const copyIn = link.copyIn.bind(link)
      this.copyIn = (text, chunks) => this.#next((options) => copyIn(text, chunks, options))
    }
  }

  async query(statement: Statement): Promise<Result> {
    const [result] = await this.group([statement])
    return result as Result
  }

  group(statements: readonly Statement[]): Promise<readonly Result[]> {
    return this.#next(async (options) => {
      const wire = statements.map(toWireStatement)
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
