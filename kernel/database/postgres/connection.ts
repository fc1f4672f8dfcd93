// One connection to PostgreSQL: opens, checks the version, runs exchanges under a time limit, cancels, closes.
// It holds the names the server has prepared for it; which work runs on it is the pool's affair.
// Short reads may be sent behind the one that runs: the server answers in order, each is a transaction of its own.
import type { ClientConfig } from 'pg'
import { serialize } from 'pg-protocol'
import { AcervoError } from '../../errors/index.ts'
import { limits } from '../limits.ts'
import type { Link, RunOptions } from '../link.ts'
import { markUnknownOutcome } from '../outcome.ts'
import { type EndReason, toAcervoError, toEndedError } from '../sqlstate.ts'
import type { Result } from '../target.ts'
import { Answers } from '../wire/answers.ts'
import { encodeBatch, encodeKnown, type WireStatement } from '../wire/batch.ts'
import { PreparedStatements } from '../wire/prepared.ts'
import { sendCancel } from './cancel.ts'
import { runCopyIn, SourceError } from './copy-in.ts'
import { runCopyOut } from './copy-out.ts'
import { Exchange } from './exchange.ts'
import { UtcClient } from './utc-client.ts'

export interface ConnectionOptions {
  readonly config: ClientConfig
  /** False behind a pooler in transaction mode: statements stay unnamed. */
  readonly named: boolean
}

export class PostgresConnection implements Link {
  readonly engine = 'postgres'
  /** False once it must not be used again: lost, cancelled, or left in a transaction. */
  healthy = true
  serverVersion = 0
  onLost: (() => void) | undefined
  /** Whoever holds it does nothing on it but a read of a moment. */
  carries = false
  #riders = 0
  #alone: (() => void) | undefined
  #active: Exchange | undefined
  readonly #line: Exchange[] = []
  readonly #client: UtcClient & { processID?: number; secretKey?: number }
  readonly #options: ConnectionOptions
  readonly #prepared: PreparedStatements | undefined

  private constructor(options: ConnectionOptions) {
    this.#options = options
    this.#prepared = options.named ? new PreparedStatements(limits.preparedMax) : undefined
    this.#client = new UtcClient({
      ...options.config,
      connectionTimeoutMillis: options.config.connectionTimeoutMillis ?? limits.connectTimeoutMs,
      keepAlive: true,
    })
    // Without a listener a lost idle connection would end the process.
    this.#client.on('error', () => this.#lost())
    this.#client.on('end', () => this.#lost())
    this.#client.connection.on('parameterStatus', (message) => this.#learn(message))
  }

  static async open(options: ConnectionOptions): Promise<PostgresConnection> {
    const connection = new PostgresConnection(options)
    try {
      await connection.#client.connect()
    } catch (error) {
      connection.destroy()
      throw toRefusal(error)
    }
    if (connection.serverVersion < limits.serverVersionMin) {
      const { serverVersion } = connection
      connection.destroy()
      throw new AcervoError('ACV312', 'the PostgreSQL server is too old', {
        details: `Found ${serverVersion}, allowed from ${limits.serverVersionMin}.`,
        hint: 'Use PostgreSQL 15 or newer.',
      })
    }
    return connection
  }

  get status(): string | null {
    return (
      this.#client as unknown as { getTransactionStatus(): string | null }
    ).getTransactionStatus()
  }

  async run(
    statements: readonly WireStatement[],
    options: RunOptions = {},
  ): Promise<readonly Result[]> {
    const { bytes, parses } = encodeBatch(statements, this.#prepared)
    const answers = new Answers(parses, this.#prepared)
    return this.#exchange(bytes, answers, parses.length > 0, statements.length, options)
  }

  get riders(): number {
    return this.#riders
  }

  get hasRoom(): boolean {
    return this.carries && this.healthy && this.#riders < limits.ridersMax
  }

  /** Sent behind what runs. Undefined where it cannot be: something ahead is not sent, or not prepared yet. */
  ride(
    statements: readonly WireStatement[],
    options: RunOptions,
  ): Promise<readonly Result[]> | undefined {
    const isSent = this.#active?.sent === true && this.#line.every(({ sent }) => sent)
    if (!isSent || this.#prepared === undefined || options.signal?.aborted) return undefined
    const bytes = encodeKnown(statements, this.#prepared)
    if (bytes === undefined) return undefined
    this.#riders++
    return this.#exchange(bytes, new Answers(), false, statements.length, options, () => {
      if (--this.#riders > 0) return
      this.#alone?.()
      this.#alone = undefined
    })
  }

  /** Nobody rides any more from now on; `then` follows the last one who does. */
  leave(then: () => void): void {
    this.carries = false
    if (this.#riders === 0) then()
    else this.#alone = then
  }

  script(text: string, options: RunOptions = {}): Promise<readonly Result[]> {
    if (text.includes('\0')) throw new AcervoError('ACV310', 'an SQL text holds a zero byte')
    return this.#exchange(serialize.query(text), new Answers(), false, 1, options)
  }

  async copyIn(
    text: string,
    chunks: AsyncIterable<string | Uint8Array>,
    options: RunOptions = {},
  ): Promise<number> {
    return this.#guarded(options, () => runCopyIn(this.#client, text, chunks))
  }

  /** Where it fails, whoever failed, the connection goes: what was on its way would be answered to the next one. */
  async copyOut<T>(
    text: string,
    read: (chunks: AsyncIterable<Uint8Array>) => Promise<T>,
    options: RunOptions = {},
  ): Promise<T> {
    try {
      return await this.#guarded(options, () => runCopyOut(this.#client, text, read))
    } catch (error) {
      this.destroy()
      throw error
    }
  }

  forgetNames(statements: readonly WireStatement[]): boolean {
    if (this.#prepared === undefined) return false
    const named = statements.flatMap(({ name }) => (name === undefined ? [] : [name]))
    for (const name of named) this.#prepared.forget(name)
    return named.length > 0
  }

  async close(): Promise<void> {
    this.healthy = false
    this.onLost = undefined
    const timer = setTimeout(() => this.destroy(), limits.cancelAnswerMs)
    await this.#client.end().catch(() => undefined)
    clearTimeout(timer)
  }

  destroy(): void {
    this.healthy = false
    this.#client.connection.stream.destroy()
  }

  async #exchange(
    bytes: Buffer,
    answers: Answers,
    countsParses: boolean,
    expected: number,
    options: RunOptions,
    arrived?: () => void,
  ): Promise<readonly Result[]> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const exchange = new Exchange(bytes, answers, countsParses, (error) => {
      if (error === undefined) resolve()
      else reject(error)
      this.#advance()
      arrived?.()
    })
    const start = (): Promise<void> => {
      if (arrived !== undefined) exchange.send(this.#client.connection)
      this.#line.push(exchange)
      if (this.#active === undefined) this.#advance()
      return promise
    }
    const leaveLine = (ended: AcervoError): boolean => {
      if (exchange === this.#active) return false
      reject(ended)
      return true
    }
    await this.#guarded(options, start, leaveLine).catch((error: AcervoError) => {
      const isOpen = answers.error === undefined || answers.results.length >= expected
      throw exchange.sent && !this.healthy && isOpen ? markUnknownOutcome(error) : error
    })
    return answers.results
  }

  /** Within the server's word that it is ready: what it says next is for the next one. */
  #advance(): void {
    this.#active = this.#line.shift()
    if (this.#active !== undefined) this.#client.query(this.#active)
  }

  /** `leaveLine` is true where the work still waited behind another's: nothing of it runs that must be ended. */
  async #guarded<T>(
    options: RunOptions,
    work: () => Promise<T>,
    leaveLine?: (ended: AcervoError) => boolean,
  ): Promise<T> {
    const { timeoutMs, signal } = options
    if (signal?.aborted) throw toEndedError('abort')
    let ended: EndReason | undefined
    let giveUp: NodeJS.Timeout | undefined
    const end = (reason: EndReason): void => {
      if (ended !== undefined) return
      ended = reason
      if (leaveLine?.(toEndedError(reason)) === true) return
      // The request may still arrive after the batch has ended and hit the next one: never reuse it.
      this.healthy = false
      giveUp = setTimeout(() => this.destroy(), limits.cancelAnswerMs)
      // It may hit the next one in the line: that one only reads and is asked again.
      void this.#cancel()
    }
    const onAbort = (): void => end('abort')
    signal?.addEventListener('abort', onAbort, { once: true })
    const timer =
      timeoutMs === undefined
        ? undefined
        : setTimeout(end, Math.min(timeoutMs + 50, 2 ** 31 - 1), 'timeout')
    try {
      return await work()
    } catch (error) {
      throw error instanceof SourceError ? error.cause : toAcervoError(error, ended)
    } finally {
      clearTimeout(timer)
      clearTimeout(giveUp)
      signal?.removeEventListener('abort', onAbort)
    }
  }

  #cancel(): Promise<void> {
    const { processID, secretKey } = this.#client
    if (processID === undefined || secretKey === undefined) return Promise.resolve()
    const target = { config: this.#options.config, processId: processID, secretKey }
    return sendCancel(target, limits.cancelAnswerMs)
  }

  #learn(message: { parameterName: string; parameterValue: string }): void {
    if (message.parameterName !== 'server_version') return
    const [major, minor] = message.parameterValue.split(/[^\d]+/)
    this.serverVersion = Number(major) * 10_000 + Number(minor || 0)
  }

  #lost(): void {
    this.healthy = false
    const notify = this.onLost
    this.onLost = undefined
    notify?.()
  }
}

/** Whatever a server says before it lets anybody in, there is no database to ask. */
function toRefusal(error: unknown): AcervoError {
  const told = toAcervoError(error)
  if (told.code !== 'ACV300') return told
  return new AcervoError('ACV301', 'the server takes no connection to this database', {
    ...(told.details === undefined ? {} : { details: told.details }),
    hint: 'Ask whoever runs the server.',
    cause: error,
  })
}
