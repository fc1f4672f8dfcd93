// PGlite as a server on the other side of the wire bytes: opens it, sends batches and scripts, reads answers.
// It has one session and cannot be interrupted: statement_timeout and cancel do nothing here (measured).
import { setImmediate } from 'node:timers/promises'
import { PGlite, type PGliteOptions } from '@electric-sql/pglite'
import { serialize } from 'pg-protocol'
import type { BackendMessage } from 'pg-protocol/dist/messages.js'
import { Parser } from 'pg-protocol/dist/parser.js'
import { AcervoError } from '../../errors/index.ts'
import { limits } from '../limits.ts'
import type { Link, RunOptions } from '../link.ts'
import { toAcervoError, toEndedError } from '../sqlstate.ts'
import type { Result } from '../target.ts'
import { Answers, type Field, isServerError } from '../wire/answers.ts'
import { encodeBatch, type WireStatement } from '../wire/batch.ts'
import { PreparedStatements } from '../wire/prepared.ts'
import { type ExtensionName, loadExtensions } from './extensions.ts'
import { readInitialCluster } from './initial-cluster.ts'
import { writeMemory } from './write-memory.ts'

export interface EngineOptions {
  /** Holds a database already. Absent: a new one in memory, for tests and until it is written. */
  readonly directory?: string | undefined
  readonly extensions?: readonly ExtensionName[] | undefined
  /** By initdb, though a cluster came with the package. */
  readonly isAnew?: boolean
}

export class EmbeddedEngine implements Link {
  readonly engine = 'embedded'
  healthy = true
  readonly #database: PGlite
  #prepared = new PreparedStatements(limits.preparedMax)
  #status = 'I'
  #yieldedAt = 0

  private constructor(database: PGlite) {
    this.#database = database
  }

  static async open({
    directory,
    extensions = [],
    isAnew,
  }: EngineOptions = {}): Promise<EmbeddedEngine> {
    const loaded = await loadExtensions(extensions)
    try {
      const database = new PGlite({
        ...(directory === undefined ? await toNew(isAnew === true) : { dataDir: directory }),
        extensions: loaded,
      })
      await database.waitReady
      const engine = new EmbeddedEngine(database)
      await engine.reset()
      return engine
    } catch (cause) {
      throw new AcervoError('ACV301', 'the embedded database cannot be opened', {
        details: directory ?? 'in memory',
        cause,
      })
    }
  }

  get status(): string {
    return this.#status
  }

  async run(
    statements: readonly WireStatement[],
    options: RunOptions = {},
  ): Promise<readonly Result[]> {
    if (options.signal?.aborted) throw toEndedError('abort')
    const { bytes, parses } = encodeBatch(statements, this.#prepared)
    return this.#exchange(bytes, new Answers(parses, this.#prepared))
  }

  async script(text: string): Promise<readonly Result[]> {
    if (text.includes('\0')) throw new AcervoError('ACV310', 'an SQL text holds a zero byte')
    return this.#exchange(serialize.query(text), new Answers())
  }

  forgetNames(statements: readonly WireStatement[]): boolean {
    const named = statements.flatMap(({ name }) => (name === undefined ? [] : [name]))
    for (const name of named) this.#prepared.forget(name)
    return named.length > 0
  }

  /** Nothing to cut: the session is the database. The next user finds it refused. */
  destroy(): void {
    this.healthy = false
  }

  /** The one session as it was at the start, whoever had it before. */
  async reset(): Promise<void> {
    if (this.#status !== 'I') await this.script('rollback')
    await this.script('discard all')
    await this.script("set timezone to 'UTC'; set datestyle to 'ISO, YMD'")
    this.#prepared = new PreparedStatements(limits.preparedMax)
  }

  close(): Promise<void> {
    return this.#database.close()
  }

  /** Closes, and leaves what was in memory as a data directory. */
  async closeInto(directory: string): Promise<void> {
    const { FS } = this.#database.Module
    await this.#database.close()
    writeMemory(FS, directory)
  }

  async #exchange(bytes: Buffer, answers: Answers): Promise<readonly Result[]> {
    if (!this.healthy) throw new AcervoError('ACV301', 'the embedded database has stopped')
    await this.#letOthersRun()
    try {
      const raw = await this.#database.execProtocolRaw(bytes)
      const parser = new Parser()
      const data = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)
      parser.parse(data, (message) => this.#take(message, answers))
    } catch (error) {
      throw toAcervoError(error)
    }
    if (answers.error !== undefined) throw toAcervoError(answers.error)
    return answers.results
  }

  /** PGlite answers without a turn of the event loop: callers in a loop would starve timers, sockets and signals. */
  async #letOthersRun(): Promise<void> {
    if (performance.now() - this.#yieldedAt < limits.embeddedTurnMs) return
    await setImmediate()
    this.#yieldedAt = performance.now()
  }

  #take(message: BackendMessage, answers: Answers): void {
    const { fields, text, status } = message as Partial<MessageParts>
    if (message.name === 'dataRow') answers.row(fields ?? [])
    else if (message.name === 'rowDescription')
      answers.describe((message as unknown as { fields: readonly Field[] }).fields)
    else if (message.name === 'commandComplete') answers.complete(text ?? '')
    else if (message.name === 'parseComplete') answers.parsed()
    else if (message.name === 'emptyQuery') answers.empty()
    else if (message.name === 'readyForQuery') this.#status = status ?? 'I'
    else if (isServerError(message)) answers.failed(message)
  }
}

/** Its log is written to a directory with it: segments kept for later would be copied for nothing. */
async function toNew(isAnew: boolean): Promise<PGliteOptions> {
  const loadDataDir = isAnew ? undefined : await readInitialCluster()
  const startParams = [...PGlite.defaultStartParams, '-c', 'wal_recycle=off']
  return { startParams, ...(loadDataDir === undefined ? {} : { loadDataDir }) }
}

interface MessageParts {
  readonly fields: (string | null)[]
  readonly text: string
  readonly status: string
}
