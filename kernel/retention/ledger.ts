// What is on record of months that left their table, and of the last look at each table.
import type { Direct } from '../database/target.ts'
import type { TableModel } from '../model/model.ts'
import { nameOf } from './rules.ts'

export type MonthState = 'detaching' | 'detached' | 'archived' | 'dropped' | 'attached' | 'held'

export interface MonthEntry {
  readonly month: string
  readonly state: MonthState
  /** Without its schema. */
  readonly piece: string
  readonly rows?: number
  readonly digest?: string
  /** Name of the archive in its store. */
  readonly archive?: string
}

export async function readMonths(
  direct: Direct,
  table: TableModel,
): Promise<ReadonlyMap<string, MonthEntry>> {
  const { rows } = await direct.query({
    text: `select month, state, piece, row_count, digest, archive from acervo.partition
      where table_name = $1 order by month`,
    values: [nameOf(table)],
  })
  return new Map(
    rows.map(([month = '', state, piece = '', count, digest, archive]) => [
      month as string,
      {
        month: month as string,
        state: state as MonthState,
        piece: piece as string,
        ...(count == null ? {} : { rows: Number(count) }),
        ...(digest == null ? {} : { digest }),
        ...(archive == null ? {} : { archive }),
      },
    ]),
  )
}

export async function writeMonth(
  direct: Direct,
  table: TableModel,
  { month, state, piece, rows, digest, archive }: MonthEntry,
): Promise<void> {
  await direct.query({
    text: `insert into acervo.partition
        (database, table_name, month, state, piece, row_count, digest, archive, changed_at)
      values ($1, $2, $3, $4, $5, $6::bigint, $7, $8, acervo.clock())
      on conflict (database, table_name, month) do update set state = excluded.state,
        piece = excluded.piece, row_count = excluded.row_count, digest = excluded.digest,
        archive = excluded.archive, changed_at = excluded.changed_at`,
    values: [
      ...[table.database, nameOf(table), month, state, piece],
      ...[rows === undefined ? null : String(rows), digest ?? null, archive ?? null],
    ],
  })
}

export interface Run {
  readonly rows: number
  readonly months: number
  readonly problem?: string | undefined
}

export async function writeRun(direct: Direct, table: TableModel, run: Run): Promise<void> {
  await direct.query({
    text: `insert into acervo.retention (database, table_name, run_at, rows_gone, months_gone, problem)
      values ($1, $2, acervo.clock(), $3::bigint, $4::integer, $5)
      on conflict (database, table_name) do update set run_at = excluded.run_at,
        rows_gone = excluded.rows_gone, months_gone = excluded.months_gone, problem = excluded.problem`,
    values: [
      ...[table.database, nameOf(table), String(run.rows), String(run.months)],
      run.problem ?? null,
    ],
  })
}
