// What monitoring asks, with the rights of a worker and without reading a row of anybody: how far ahead months stand,
// which are overdue, and when each table was last looked at.
import type { Target } from '../database/target.ts'
import type { DatabaseModel, TableModel } from '../model/model.ts'
import { nameOf } from './rules.ts'

export interface TableRetention {
  readonly database: string
  /** `banking.detection_events` */
  readonly table: string
  /** Months after this one that stand without a gap, -1 without this one; undefined where there are none to make. */
  readonly monthsAhead: number | undefined
  /** As declared. */
  readonly monthsAheadWanted: number | undefined
  /** Over by its rule and still there. */
  readonly monthsOverdue: number
  /** Since retention last looked; undefined where nothing leaves, or it never did. */
  readonly secondsSinceRun: number | undefined
  readonly hasRule: boolean
  readonly problem: string | undefined
}

/** Of all tables that are in months or have a rule. */
export async function readRetention(
  { of }: { of(schema: string): Target },
  databases: Iterable<DatabaseModel>,
): Promise<readonly TableRetention[]> {
  const tables = [...databases].flatMap((database) =>
    [...database.tables.values()].filter(
      ({ partition, retention }) => partition !== undefined || retention !== undefined,
    ),
  )
  const found: TableRetention[] = []
  for (const [target, own] of Map.groupBy(tables, ({ schema }) => of(schema)))
    found.push(...(await readOne(target, own)))
  return found
}

async function readOne(
  target: Target,
  tables: readonly TableModel[],
): Promise<readonly TableRetention[]> {
  const values = [
    tables.map(nameOf).join(','),
    tables.map(({ retention }) => (leaves(retention?.after) ? retention?.keep : '')).join(','),
  ]
  const context = { settings: {}, role: 'acervo_worker' } as const
  const [result] = await target.group(context, [{ text: question, values }])
  const byName = new Map((result?.rows ?? []).map((row) => [row[0], row]))
  return tables.map((table) => {
    const [, ahead, overdue, seconds, problem] = byName.get(nameOf(table)) ?? []
    const { partition, retention, database } = table
    return {
      database,
      table: nameOf(table),
      monthsAhead: partition === undefined ? undefined : Number(ahead),
      monthsAheadWanted: partition?.ahead,
      monthsOverdue: Number(overdue ?? 0),
      secondsSinceRun: seconds == null ? undefined : Number(seconds),
      hasRule: leaves(retention?.after),
      problem: problem ?? undefined,
    }
  })
}

const leaves = (after: string | undefined): boolean => after !== undefined && after !== 'keep'

// A month is told by the end of its piece's name, as everywhere.
const question = `
  with asked as (
    select a.name, nullif(k.keep, '')::interval as keep
    from unnest(string_to_array($1, ',')) with ordinality a (name, at)
    join unnest(string_to_array($2, ',')) with ordinality k (keep, at) using (at)
  ), month as (
    select a.name, a.keep, replace(right(c.relname, 7), 'm', '-') as month
    from asked a
    join pg_namespace n on n.nspname = split_part(a.name, '.', 1)
    join pg_class p on p.relnamespace = n.oid and p.relname = split_part(a.name, '.', 2)
    join pg_inherits i on i.inhparent = p.oid join pg_class c on c.oid = i.inhrelid
  )
  select a.name,
    (select min(n) - 1 from generate_series(0, 240) n where not exists (
      select from month m where m.name = a.name and m.month = to_char(
        date_trunc('month', acervo.now() at time zone 'UTC') + n * interval '1 month', 'YYYY-MM'))),
    (select count(*) from month m
      left join acervo.partition h on h.table_name = m.name and h.month = m.month
      where m.name = a.name and h.state is distinct from 'held'
        and m.month < to_char((acervo.now() - m.keep) at time zone 'UTC', 'YYYY-MM')),
    floor(extract(epoch from acervo.clock() - r.run_at)), r.problem
  from asked a left join acervo.retention r on r.table_name = a.name`
