// One batch or script on an ordinary pg client, through the interface pg-cursor uses (submit + handlers).
// It settles at ReadyForQuery, so that whoever uses the connection next finds it at rest; a dead socket settles it too.
import type { Connection } from 'pg'
import { type Answers, type Field, isServerError } from '../wire/answers.ts'

type Settle = (error?: unknown) => void

export class Exchange {
  /** False as long as no byte has left: then the server did nothing, whatever happens. */
  sent = false
  readonly #bytes: Buffer
  readonly #answers: Answers
  readonly #settle: Settle
  readonly #countsParses: boolean
  #connection: Connection | undefined
  #settled = false

  constructor(bytes: Buffer, answers: Answers, countsParses: boolean, settle: Settle) {
    this.#bytes = bytes
    this.#answers = answers
    this.#countsParses = countsParses
    this.#settle = settle
  }

  /** Its turn: from here on the answers are for it. */
  submit(connection: Connection): Error | null {
    if (!connection.stream.writable) return new Error('the socket is closed')
    this.#connection = connection
    if (this.#countsParses) connection.on('parseComplete', this.#parsed)
    if (!this.sent) this.send(connection)
    return null
  }

  /** Before its turn too, where everything ahead of it has been sent. */
  send({ stream }: Connection): void {
    this.sent = true
    stream.write(this.#bytes)
  }

  handleRowDescription(message: { fields: readonly Field[] }): void {
    this.#answers.describe(message.fields)
  }

  handleDataRow(message: { fields: (string | null)[] }): void {
    this.#answers.row(message.fields)
  }

  handleCommandComplete(message: { text: string }): void {
    this.#answers.complete(message.text)
  }

  handleEmptyQuery(): void {
    this.#answers.empty()
  }

  handlePortalSuspended(): void {}

  handleCopyInResponse(connection: Connection & { sendCopyFail(reason: string): void }): void {
    connection.sendCopyFail('COPY FROM STDIN has no source here')
  }

  handleCopyData(): void {}

  handleError(error: unknown): void {
    if (!isServerError(error) || this.#connection === undefined) {
      this.#done(error)
      return
    }
    this.#answers.failed(error)
    // The client forgets an exchange at its first error: wait for the end of the batch ourselves.
    this.#connection.once('readyForQuery', this.#rested)
    this.#connection.once('end', this.#rested)
  }

  handleReadyForQuery(): void {
    this.#done(undefined)
  }

  readonly #parsed = (): void => this.#answers.parsed()

  readonly #rested = (): void => this.#done(this.#answers.error)

  #done(error: unknown): void {
    if (this.#settled) return
    this.#settled = true
    this.#connection?.off('parseComplete', this.#parsed)
    this.#connection?.off('readyForQuery', this.#rested)
    this.#connection?.off('end', this.#rested)
    this.#settle(error)
  }
}
