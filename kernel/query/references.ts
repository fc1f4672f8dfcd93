// Rows of other databases: the first answer holds a marker for each, `"<nonce>.<number>:<id>"`.
// All rows of one reference are read by one more request, under the same principal, and take the
// markers' places.
import type { TableModel } from '../model/model.ts'
import { limits } from './limits.ts'
import type { Plan } from './planning.ts'
import type { Answer, Request } from './request.ts'
import type { NestedSelection } from './selection.ts'

/** Answers a request with the order keys of its rows. */
type Ask = (request: Request) => Promise<Answer>

export async function followReferences(
  { nonce, references }: Plan,
  answer: Answer,
  ask: Ask,
): Promise<Answer> {
  const form = new RegExp(`"${nonce}\\.(\\d+):([0-9a-f-]{36})"`, 'g')
  const ids = collectIds(answer.rows, form, references.length)
  const found: ReadonlyMap<string, string>[] = []
  // One after the other: inside a transaction they share one connection anyway.
  for (const [at, reference] of references.entries())
    found.push(await readReferred(ask, reference, [...(ids[at] ?? [])]))
  const rows = answer.rows.map((row) =>
    row.replace(form, (_, at: string, id: string) => found[Number(at)]?.get(id) ?? 'null'),
  )
  return { ...answer, rows }
}

function collectIds(rows: readonly string[], form: RegExp, count: number): readonly Set<string>[] {
  const ids = Array.from({ length: count }, () => new Set<string>())
  for (const row of rows)
    for (const [, at, id] of row.matchAll(form)) ids[Number(at)]?.add(id as string)
  return ids
}

async function readReferred(
  ask: Ask,
  { relation, selection, args }: NestedSelection,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const byId = new Map<string, string>()
  for (let at = 0; at < ids.length; at += limits.rowsMax) {
    const page = ids.slice(at, at + limits.rowsMax)
    const answer = await ask(toRequest(relation.database, selection.table, args, page))
    // The order key of each row is its id.
    answer.rows.forEach((row, index) => {
      byId.set(answer.keys[index]?.[0] ?? '', row)
    })
  }
  return byId
}

function toRequest(
  database: string,
  table: TableModel,
  args: NestedSelection['args'],
  ids: readonly string[],
): Request {
  const { select, include } = args as Pick<Request, 'select' | 'include'>
  return {
    database,
    table: table.name,
    verb: 'findMany',
    where: { id: { in: ids } },
    orderBy: { id: 'asc' },
    // A link shows what it links to, soft-deleted or not.
    live: false,
    take: ids.length,
    ...(select === undefined ? {} : { select }),
    ...(include === undefined ? {} : { include }),
  }
}
