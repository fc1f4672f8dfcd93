// GET of a table and of a row: parse, run, answer.
import { AcervoError, type Request } from '../../kernel/index.ts'
import { decodeCursor, encodeCursor } from '../../kernel/query/index.ts'
import { type Asking, type Edge, headerOf, runAsked } from './edge.ts'
import { parseKey } from './key.ts'
import { type Outcome, toEtag, toPage } from './outcome.ts'
import type { Asked } from './parse.ts'
import { isUnchanged } from './precondition.ts'

export async function listRows(edge: Edge, asking: Asking): Promise<Outcome> {
  return answerPage(edge, asking, edge.parsers.list(asking.table, asking.query))
}

export async function answerPage(edge: Edge, asking: Asking, asked: Asked): Promise<Outcome> {
  const { table } = asking
  const { where, orderBy, q, live, nearest, take, shape, after } = asked
  const scope = {
    ...(where === undefined ? {} : { where }),
    ...(q === undefined ? {} : { q }),
    ...(live === undefined ? {} : { live }),
  }
  const list = {
    verb: 'findMany' as const,
    ...scope,
    ...(orderBy === undefined ? {} : { orderBy }),
    ...(nearest === undefined ? {} : { nearest }),
  }
  const { cursorSecret, model } = edge
  const ofList: Request = { database: table.database, table: table.name, ...list }
  const place =
    after === undefined ? {} : { after: decodeCursor(cursorSecret, model, ofList, after) }
  const [answer, counted] = await Promise.all([
    runAsked(edge, asking, { ...list, ...shape, take, ...place }, { page: true }),
    asked.count ? runAsked(edge, asking, { verb: 'count', ...scope }) : undefined,
  ])
  const last = answer.hasMore ? answer.keys.at(-1) : undefined
  const next = last === undefined ? null : encodeCursor(cursorSecret, model, ofList, last)
  return toPage(answer.rows, next, counted?.count)
}

export async function readRow(edge: Edge, asking: Asking): Promise<Outcome> {
  const { table, segment } = asking
  const { shape, live } = edge.parsers.row(table, asking.query)
  const where = parseKey(table, segment)
  const answer = await runAsked(
    edge,
    asking,
    { verb: 'findUnique', where, ...shape, ...(live === undefined ? {} : { live }) },
    { version: true },
  )
  const body = answer.rows[0]
  if (body === undefined) throw noRow(table.name)
  const etag = toEtag(answer, hasRelations(table, shape))
  const tag = etag === undefined ? {} : { etag }
  return isUnchanged(headerOf(asking, 'if-none-match'), etag)
    ? { status: 304, ...tag }
    : { status: 200, body, ...tag }
}

/** Whether the answer holds more than the row itself. */
export function hasRelations(
  table: Asking['table'],
  { include, select }: { readonly include?: object; readonly select?: object },
): boolean {
  return Object.keys(include ?? select ?? {}).some((name) => table.relations.has(name))
}

/** The same words whether the row is missing or another's. */
function noRow(table: string): AcervoError {
  return new AcervoError('ACV209', `there is no such row of '${table}'`, {
    details: 'It does not exist or may not be seen.',
  })
}
