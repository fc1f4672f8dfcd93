// What every resource handler works with, and what one request brings: no Fastify beyond this line.
import {
  type Acervo,
  isAcervoError,
  type Model,
  type Principal,
  type Ran,
  type Request,
  type TableModel,
} from '../../kernel/index.ts'
import type { Metrics } from '../observe/metrics.ts'
import type { Limits } from './limits.ts'
import type { resourceParsers } from './parse.ts'

export interface Edge {
  readonly acervo: Acervo
  readonly model: Model
  readonly parsers: ReturnType<typeof resourceParsers>
  readonly metrics: Metrics
  readonly limits: Limits
  readonly cursorSecret: Buffer
}

/** One request, parsed as far as HTTP goes. */
export interface Asking {
  readonly principal: Principal
  /** The key that asks and the claims it acts with: idempotency keys belong to both. */
  readonly identity: string
  readonly table: TableModel
  /** The last part of the path as it stands in the URL; empty for a collection. */
  readonly segment: string
  readonly query: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly signal: AbortSignal
}

export type Part = Omit<Request, 'database' | 'table'>

type RunOptions = NonNullable<Parameters<Acervo['run']>[2]>

/** Runs a request and counts how long it took. */
export async function runAsked(
  edge: Edge,
  { principal, table, signal }: Asking,
  part: Part,
  options: RunOptions = {},
): Promise<Ran> {
  const request: Request = { database: table.database, table: table.name, ...part }
  const { requestTimeoutMs: timeoutMs } = edge.limits
  return measured(edge, table.database, part.verb, () =>
    edge.acervo.run(principal, request, { timeoutMs, signal, replica: true, ...options }),
  )
}

export async function measured<T>(
  { metrics }: Edge,
  database: string,
  verb: string,
  work: () => Promise<T>,
): Promise<T> {
  const startedAtMs = performance.now()
  let error = ''
  try {
    return await work()
  } catch (thrown) {
    error = isAcervoError(thrown) ? thrown.code : 'unknown'
    throw thrown
  } finally {
    const seconds = (performance.now() - startedAtMs) / 1_000
    metrics.database(database, verb, seconds, error)
  }
}

export function headerOf({ headers }: Asking, name: string): string | undefined {
  const value = headers[name]
  return Array.isArray(value) ? value.join(', ') : value
}
