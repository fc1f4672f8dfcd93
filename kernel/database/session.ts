// A transaction's hands on its link: one batch at a time, dead after its end; the first batch carries the begin,
// the last may carry the commit. Only the tag COMMIT counts as success: after an error the server answers a commit
// with ROLLBACK. The life of the transaction and its time are transaction.ts.
import { AcervoError } from '../errors/index.ts'
import { limits } from './limits.ts'
import type { Link, RunOptions } from './link.ts'
import { runTwice } from './run-twice.ts'
import { isStaleName } from './sqlstate.ts'
import type { Engine, OwnSession, Result, Statement } from './target.ts'
import { toWireStatement, type WireStatement } from './wire/batch.ts'

export class LinkSession implements OwnSession {
  readonly engine: Engine
  /** The first error: a body may swallow it, the commit may not. */
  error: unknown
  /** Of the batch with which the body meant to finish: it may not know whether it was committed. */
  finishError: unknown
  readonly copyIn?: (text: string, chunks: AsyncIterable<string | Uint8Array>) => Promise<number>
  readonly #link: Link
  readonly #signal: AbortSignal
  #head: readonly WireStatement[]
  #deferred: readonly WireStatement[] = []
  #ended = false
  #committed = false
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
          if (this.#head.length + this.#deferred.length > 0) await this.#send([], options)
          return copyIn(text, chunks, options)
        })
    }
  }

  get isCommitted(): boolean {
    return this.#committed
  }

  async query(statement: Statement): Promise<Result> {
    const [result] = await this.group([statement])
    return result as Result
  }

  group(statements: readonly Statement[]): Promise<readonly Result[]> {
    return this.#next((options) => this.#send(statements.map(toWireStatement), options))
  }

  defer(statements: readonly Statement[]): void {
    if (this.#ended) throw hasEnded()
    this.#deferred = [...this.#deferred, ...statements.map(toWireStatement)]
  }

  finish(statements: readonly Statement[]): Promise<readonly Result[]> {
    return this.#next(async () => {
      const wire = statements.map(toWireStatement)
      this.#ended = true
      try {
        return await this.#commitWith(wire)
      } catch (error) {
        this.finishError = error
        throw error
      }
    })
  }

  /** After the end, unless the body has finished it. Where nothing was asked there is nothing to commit. */
  async commit(): Promise<void> {
    if (this.finishError !== undefined) throw this.finishError
    if (this.#committed) return
    const isUntouched = this.#head.length > 0 && this.#deferred.length === 0
    if (!isUntouched) await this.#commitWith([])
  }

  /** No call gets through any more; resolves when the running one has come back. */
  async end(): Promise<void> {
    this.#ended = true
    await this.#tail
  }

  /** A commit under way is not called back: nobody would know what became of it. */
  async #commitWith(wire: readonly WireStatement[]): Promise<readonly Result[]> {
    const results = await this.#send([...wire, commit], { timeoutMs: limits.groupTimeoutMs })
    const end = results.at(-1)?.command
    if (end === 'COMMIT') {
      this.#committed = true
      return results.slice(0, -1)
    }
    throw (
      this.error ??
      new AcervoError('ACV300', 'the transaction was rolled back instead of committed', {
        details: `The server answered ${end}.`,
      })
    )
  }

  async #send(wire: readonly WireStatement[], options: RunOptions): Promise<readonly Result[]> {
    const [head, deferred] = [this.#head, this.#deferred]
    this.#head = []
    this.#deferred = []
    const all = [...head, ...deferred, ...wire]
    const isFirst = head.length > 0
    try {
      const results = await (isFirst
        ? runTwice(this.#link, all, options)
        : this.#link.run(all, options))
      return results.slice(all.length - wire.length)
    } catch (error) {
      if (!isFirst && isStaleName(error)) this.#link.forgetNames(all)
      throw error
    }
  }

  #next<T>(work: (options: RunOptions) => Promise<T>): Promise<T> {
    const result = this.#tail.then(() => {
      if (this.#ended) throw hasEnded()
      return work({ signal: this.#signal })
    })
    this.#tail = result.catch((error: unknown) => {
      this.error ??= error
    })
    return result
  }
}

const commit: WireStatement = { text: 'commit', values: [], name: 'acervo_commit' }

function hasEnded(): AcervoError {
  return new AcervoError('ACV300', 'the transaction has ended', {
    hint: 'Await every call inside the transaction.',
  })
}
