// Where the months of a table are: in it, being taken off it, loose beside it, or apart in the schema of archives.
import type { Direct } from '../database/target.ts'
import { AcervoError } from '../errors/index.ts'
import { toPieceName } from '../migrate/partitions.ts'
import type { TableModel } from '../model/model.ts'
import { toObjectName } from '../model/name.ts'
import { nameOf } from './rules.ts'

export const archiveSchema = 'acervo_archive'

export interface Piece {
  readonly month: string
  /** Without its schema: a renamed table keeps pieces of its former name. */
  readonly name: string
  /** Its detaching began and did not end. */
  readonly isPending: boolean
  readonly bytes: number
  /** As last counted by ANALYZE. */
  readonly rowsAbout: number
}

/** Of one partitioned table, in order. */
export async function readPieces(direct: Direct, table: TableModel): Promise<readonly Piece[]> {
  const { rows } = await direct.query({
    text: `select c.relname, i.inhdetachpending, pg_total_relation_size(c.oid),
        greatest(c.reltuples, 0)::bigint
      from pg_inherits i join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
      join pg_namespace n on n.oid = p.relnamespace
      where n.nspname = $1 and p.relname = $2`,
    values: [table.schema, table.sqlName],
  })
  return rows
    .map(([name = '', isPending, bytes, about]) => ({
      month: toMonth(name ?? ''),
      name: name ?? '',
      isPending: isPending === 't',
      bytes: Number(bytes),
      rowsAbout: Number(about),
    }))
    .toSorted((a, b) => (a.month < b.month ? -1 : 1))
}

/** `alerts_y2026m11` -> `2026-11` */
function toMonth(piece: string): string {
  return piece.replace(/^.*_y(\d{4})m(\d{2})$/, '$1-$2')
}

/** `banking_detection_events_y2026m08`: apart, tables of all schemas stand in one. */
export function toApartName({ schema, sqlName }: TableModel, month: string): string {
  return toPieceName(toObjectName([schema], sqlName), month)
}

export async function exists(direct: Direct, schema: string, name: string): Promise<boolean> {
  const { rows } = await direct.query({
    text: `select exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = $1 and c.relname = $2)`,
    values: [schema, name],
  })
  return rows[0]?.[0] === 't'
}

/** The months that are over by a span: their last instant lies further back than it. */
export async function readMonthBefore(direct: Direct, span: string): Promise<string> {
  const { rows } = await direct.query({
    text: `select to_char((acervo.now() - $1::interval) at time zone 'UTC', 'YYYY-MM')`,
    values: [span],
  })
  return rows[0]?.[0] ?? ''
}

/** One process at a time takes months of a table off or brings them back. @throws ACV433 */
export async function withTable<T>(
  direct: Direct,
  table: TableModel,
  body: () => Promise<T>,
): Promise<T> {
  const key = `hashtextextended('acervo.partition.' || $1, 7412)`
  const ask = (text: string) => direct.query({ text, values: [nameOf(table)] })
  const { rows } = await ask(`select pg_try_advisory_lock(${key})`)
  if (rows[0]?.[0] !== 't')
    throw new AcervoError('ACV433', `another process is at the months of '${nameOf(table)}'`, {
      hint: 'Wait for it; retention goes on by itself.',
    })
  try {
    return await body()
  } finally {
    // A broken connection has given it back already; the first error is the one to tell.
    await ask(`select pg_advisory_unlock(${key})`).catch(() => undefined)
  }
}
