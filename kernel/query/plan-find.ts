// The reading verbs as a plan: the statement of plan-read.ts and how its results become an answer.
import type { Result } from '../database/target.ts'
import { AcervoError } from '../errors/index.ts'
import { limits } from './limits.ts'
import { planRead } from './plan-read.ts'
import type { Planned, Planning } from './planning.ts'
import type { Answer } from './request.ts'
import { toNamedStatement } from './statement-name.ts'

export function planFind({ model, table, request, options, scope, markers }: Planning): Planned {
  const { sql, keys, take } = planRead(scope, table, request, markers, options)
  return {
    statements: [toNamedStatement(model, sql)],
    read: ([result]) => {
      const wanted = take ?? limits.rowsMax
      if (take === undefined && (result as Result).rows.length > wanted)
        throw new AcervoError('ACV206', `more than ${wanted} rows match`, {
          details: `Allowed: ${wanted} rows an answer.`,
          hint: 'Give take and read page by page, or export.',
        })
      return toAnswer(result as Result, { keys, take: wanted, version: options.version === true })
    },
  }
}

/** Columns of a result row: JSON, version where asked, then order keys. */
export function toAnswer(
  { rows }: Result,
  {
    keys = 0,
    take = rows.length,
    version = false,
  }: { keys?: number; take?: number; version?: boolean },
): Answer {
  const wanted = rows.length > take ? rows.slice(0, take) : rows
  const first = version ? 2 : 1
  return {
    rows: wanted.map((row) => row[0] ?? 'null'),
    versions: version ? wanted.map((row) => row[1] ?? null) : [],
    keys: keys === 0 ? [] : wanted.map((row) => row.slice(first, first + keys)),
    hasMore: rows.length > take,
  }
}

export function toCountAnswer(count: number): Answer {
  return { rows: [], keys: [], versions: [], count, hasMore: false }
}
