// Rows through COPY: into a temporary table, then `insert ... select`, so that policies, checks,
// defaults and triggers act as for any other insert (COPY itself is refused on a table with
// policies).
import { quoteIdentifier, raw, type Sql, sql, toStatement } from '../database/sql.ts'
import type { Session } from '../database/target.ts'
import type { TableModel } from '../model/model.ts'
import { castOf } from './column-sql.ts'
import type { Texts } from './data.ts'
import { insertStagedSql, isNested, type Shape, shapeOf } from './insert-sql.ts'
import { tableSql } from './table-sql.ts'

const stage = 'acervo_stage'
const chunkLength = 1 << 16

/** A session that can copy; the embedded engine's cannot. */
export type CopySession = Session & Required<Pick<Session, 'copyIn'>>

export function canCopy(session: Session): session is CopySession {
  return session.copyIn !== undefined
}

/** Answers the number of rows inserted. */
export async function copyRows(
  session: CopySession,
  table: TableModel,
  rows: readonly Texts[],
  { end, settings }: { readonly end: Sql; readonly settings: Readonly<Record<string, string>> },
): Promise<number> {
  const { columns, mixed } = shapeOf(table, rows)
  const fields = [
    ...columns.map(
      (column, at) => `c${at} ${isNested(column) ? 'text' : castOf(column.spec.type)}`,
    ),
    ...mixed.map((_, at) => `p${at} boolean`),
  ]
  const send = (text: string) => session.query({ text, values: [] })
  await send(`create temp table ${stage} (${fields.join(', ')}) on commit drop`)
  await session.copyIn(`copy pg_temp.${stage} from stdin`, encode(table, rows, { columns, mixed }))
  const from = raw(` from pg_temp.${quoteIdentifier(stage)} s`)
  const insert = insertStagedSql(table, { columns, mixed }, from, settings)
  const { count } = await session.query(toStatement(sql`${insert}${end}`))
  await send(`drop table pg_temp.${stage}`)
  return count
}

async function* encode(
  table: TableModel,
  rows: readonly Texts[],
  { columns, mixed }: Shape,
): AsyncGenerator<string> {
  const { columns: every } = tableSql(table)
  const values = columns.map((column) => every.indexOf(column))
  const flags = mixed.map((column) => every.indexOf(column))
  let chunk = ''
  for (const row of rows) {
    let separator = ''
    for (const at of values) {
      chunk += separator + toField(row[at] ?? null)
      separator = '\t'
    }
    for (const at of flags) chunk += row[at] === undefined ? '\tf' : '\tt'
    chunk += '\n'
    if (chunk.length < chunkLength) continue
    yield chunk
    chunk = ''
  }
  if (chunk !== '') yield chunk
}

const special = /[\\\n\r\t]/g
const escapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
}

function toField(text: string | null): string {
  if (text === null) return '\\N'
  return text.search(special) === -1 ? text : text.replace(special, (one) => escapes[one] as string)
}
