// What a handler answers, before it is HTTP: one place (server/respond.ts) makes the response. Rows stay the
// JSON texts that PostgreSQL wrote.
import type { Answer } from '../../kernel/index.ts'

export interface Outcome {
  readonly status: number
  /** JSON text; absent for 204 and 304. */
  readonly body?: string
  readonly etag?: string
  readonly location?: string
  readonly isReplayed?: boolean
}

export function toPage(rows: readonly string[], next: string | null, count?: number): Outcome {
  const total = count === undefined ? '' : `,"count":${count}`
  return {
    status: 200,
    body: `{"data":[${rows.join(',')}],"next":${next === null ? 'null' : JSON.stringify(next)}${total}}`,
  }
}

/**
 * The version as an ETag. A row with relations has none: they may change while the row's version stays.
 */
export function toEtag(answer: Answer, hasRelations: boolean): string | undefined {
  const version = answer.versions[0]
  return hasRelations || version === undefined || version === null ? undefined : `"${version}"`
}
