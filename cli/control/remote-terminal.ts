// The terminal of a caller in another process, as a command sees it. Input is asked for piece by
// piece, so that nothing is read which the command does not take and nothing piles up here.
import type { Socket } from 'node:net'
import { AcervoError } from '../../kernel/errors/index.ts'
import type { Io } from '../terminal/io.ts'
import { type CallerFrame, malformed, type RunFrame, sendFrame, splitText } from './frame.ts'

type Answer = Extract<CallerFrame, { kind: 'input' | 'inputEnd' | 'line' }>

interface Waiting {
  resolve(frame: Answer): void
  reject(error: unknown): void
}

export class RemoteTerminal {
  readonly #connection: Socket
  readonly #controller = new AbortController()
  #waiting: Waiting | undefined

  constructor(connection: Socket) {
    this.#connection = connection
  }

  /** Ends the command's signal, and whatever waits for the caller. */
  cancel(reason: string): void {
    if (!this.#controller.signal.aborted) this.#controller.abort(new AcervoError('ACV308', reason))
    this.#waiting?.reject(this.#controller.signal.reason)
    this.#waiting = undefined
  }

  destroy(): void {
    this.#connection.destroy()
  }

  async take(frame: CallerFrame): Promise<void> {
    if (frame.kind === 'cancel') return this.cancel('the caller cancelled')
    if (frame.kind === 'run' || this.#waiting === undefined)
      throw malformed('a frame nobody waits for')
    const waiting = this.#waiting
    this.#waiting = undefined
    waiting.resolve(frame)
  }

  toIo({ cwd, language, isTty, columns }: RunFrame): Io {
    return Object.freeze({
      cwd,
      language,
      isTty,
      columns,
      signal: this.#controller.signal,
      out: (text: string) => this.#print('out', text),
      err: (text: string) => this.#print('err', text),
      ask: (prompt: string) => this.#askLine(prompt),
      input: this.#read(),
    })
  }

  async #print(kind: 'out' | 'err', text: string): Promise<void> {
    for (const piece of splitText(text)) await sendFrame(this.#connection, { kind, text: piece })
  }

  async #askLine(prompt: string): Promise<string | undefined> {
    const answer = await this.#request({ kind: 'ask', prompt })
    return answer.kind === 'line' && answer.text !== null ? answer.text : undefined
  }

  async *#read(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const answer = await this.#request({ kind: 'inputWanted' })
      if (answer.kind !== 'input') return
      yield Buffer.from(answer.data, 'base64')
    }
  }

  async #request(
    frame: { kind: 'inputWanted' } | { kind: 'ask'; prompt: string },
  ): Promise<Answer> {
    this.#controller.signal.throwIfAborted()
    const { promise, resolve, reject } = Promise.withResolvers<Answer>()
    this.#waiting = { resolve, reject }
    await sendFrame(this.#connection, frame)
    return promise
  }
}
