// One session, many callers: a first come, first served lock with a bounded queue and a bounded wait.
// It knows nothing of PGlite.
import { AcervoError } from '../../errors/index.ts'
import { limits } from '../limits.ts'
import { toEndedError } from '../sqlstate.ts'

export interface WaitOptions {
  readonly timeoutMs?: number | undefined
  readonly signal?: AbortSignal | undefined
}

export class Exclusive {
  readonly #waiting: (() => void)[] = []
  #held = false
  #closed = false
  readonly #waitMs: number

  constructor(waitMs: number = limits.embeddedWaitMs) {
    this.#waitMs = waitMs
  }

  get waiting(): number {
    return this.#waiting.length
  }

  /** Resolves with the function that gives the session back; calling it twice does nothing more. */
  async acquire({ signal, timeoutMs }: WaitOptions = {}): Promise<() => void> {
    if (this.#closed) throw new AcervoError('ACV301', 'the embedded database is closed')
    if (signal?.aborted) throw toEndedError('abort')
    if (this.#held) await this.#wait(signal, Math.min(timeoutMs ?? this.#waitMs, this.#waitMs))
    this.#held = true
    let released = false
    return () => {
      if (released) return
      released = true
      this.#next()
    }
  }

  async run<T>(work: () => Promise<T>, options: WaitOptions = {}): Promise<T> {
    const release = await this.acquire(options)
    try {
      return await work()
    } finally {
      release()
    }
  }

  /** No newcomers; whoever waits already is served. Resolves when the session rests, or after the bound. */
  async close(timeoutMs: number): Promise<void> {
    if (this.#closed) return
    const rest = this.#held ? this.#wait(undefined, timeoutMs) : Promise.resolve()
    this.#closed = true
    await rest.catch(() => undefined)
  }

  #next(): void {
    const next = this.#waiting.shift()
    if (next === undefined) this.#held = false
    else next()
  }

  #wait(signal: AbortSignal | undefined, waitMs: number): Promise<void> {
    if (this.#waiting.length >= limits.waitersMax) return Promise.reject(this.#busy(0))
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const stop = (): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
    }
    const turn = (): void => {
      stop()
      resolve()
    }
    const leave = (error: AcervoError): void => {
      stop()
      const index = this.#waiting.indexOf(turn)
      if (index !== -1) this.#waiting.splice(index, 1)
      reject(error)
    }
    const onAbort = (): void => leave(toEndedError('abort'))
    const timer = setTimeout(() => leave(this.#busy(waitMs)), waitMs)
    signal?.addEventListener('abort', onAbort, { once: true })
    this.#waiting.push(turn)
    return promise
  }

  #busy(waitedMs: number): AcervoError {
    return new AcervoError('ACV311', 'the embedded database was busy all the time', {
      details: `Waited ${waitedMs} ms; ${this.#waiting.length} calls waiting.`,
      hint: 'Inside a transaction use its session: a call on the target waits for the transaction itself.',
    })
  }
}
