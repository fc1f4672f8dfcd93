// Collects what the server answers to one batch or script: results, confirmed Parses, the first error.
// Both engines feed it; it knows nothing of sockets.
import type { DatabaseError } from 'pg-protocol'
import type { Result } from '../target.ts'
import type { Parse } from './batch.ts'
import type { PreparedStatements } from './prepared.ts'

type Cells = readonly (string | null)[]

/** As RowDescription gives it. */
export interface Field {
  readonly name: string
  readonly dataTypeID: number
}

export class Answers {
  readonly results: Result[] = []
  error: DatabaseError | undefined
  #rows: Cells[] = []
  #fields: readonly Field[] | undefined
  #confirmed = 0
  readonly #parses: readonly Parse[]
  readonly #prepared: PreparedStatements | undefined

  constructor(parses: readonly Parse[] = [], prepared?: PreparedStatements) {
    this.#parses = parses
    this.#prepared = prepared
  }

  parsed(): void {
    const parse = this.#parses[this.#confirmed++]
    if (parse?.name !== undefined) this.#prepared?.remember(parse.name, parse.text)
  }

  describe(fields: readonly Field[]): void {
    this.#fields = fields
  }

  row(cells: Cells): void {
    this.#rows.push(cells)
  }

  complete(tag: string): void {
    const result = toResult(tag, this.#rows)
    const fields = this.#fields
    this.results.push(fields === undefined ? result : toDescribed(result, fields))
    this.#rows = []
    this.#fields = undefined
  }

  /** An empty statement has no tag. */
  empty(): void {
    this.complete('')
  }

  failed(error: DatabaseError): void {
    this.error ??= error
  }
}

/** The server said it, as opposed to a socket or a bug. */
export function isServerError(error: unknown): error is DatabaseError {
  return error instanceof Error && 'severity' in error && 'code' in error && 'routine' in error
}

function toResult(tag: string, rows: Cells[]): Result {
  const digit = tag.search(/\d/)
  if (digit === -1) return Object.freeze({ rows, count: rows.length, command: tag })
  const count = Number(tag.slice(tag.lastIndexOf(' ') + 1))
  return Object.freeze({ rows, count, command: tag.slice(0, digit).trimEnd() })
}

function toDescribed(result: Result, fields: readonly Field[]): Result {
  const columns = fields.map(({ name }) => name)
  const types = fields.map(({ dataTypeID }) => dataTypeID)
  return Object.freeze({ ...result, columns, types })
}
