// What vacuum and analyze have done and have to do, by the thresholds that hold for each table, and both by hand.
import { quoteIdentifier } from '../database/sql.ts'
import type { Direct } from '../database/target.ts'
import { flushStatistics, readRows, toArray } from './reading.ts'

export interface VacuumState {
  readonly schema: string
  readonly table: string
  readonly liveRows: number
  readonly deadRows: number
  /** Dead rows from which autovacuum comes, changed rows from which it analyzes: the table's own settings count. */
  readonly vacuumAt: number
  readonly changedRows: number
  readonly analyzeAt: number
  readonly lastVacuum: string | null
  readonly lastAnalyze: string | null
  /** Transactions since its oldest row that is not frozen. */
  readonly age: number
  /** 1 and more: autovacuum freezes it now, whatever else is set. */
  readonly freezeShare: number
  readonly autovacuum: boolean
  readonly needs: readonly ('vacuum' | 'analyze' | 'freeze')[]
}

export async function readVacuum(
  direct: Direct,
  schemas: readonly string[],
): Promise<readonly VacuumState[]> {
  await flushStatistics(direct)
  return readRows<VacuumState>(direct, vacuumSql, [toArray(schemas)])
}

export interface VacuumWish {
  /** Exact names. */
  readonly schema: string
  readonly table: string
  /** Writes the table anew, with nobody reading or writing it meanwhile. */
  readonly full?: boolean
}

/** VACUUM (ANALYZE). With `full` it waits for its lock 2 s at most: whoever waits for it holds up all readers. */
export async function vacuumTable(
  direct: Direct,
  { schema, table, full = false }: VacuumWish,
): Promise<void> {
  const name = `${quoteIdentifier(schema)}.${quoteIdentifier(table)}`
  if (full) await direct.script(`set lock_timeout to '2s'`)
  try {
    await direct.script(`vacuum (${full ? 'full, ' : ''}analyze) ${name}`)
  } finally {
    if (full) await direct.script('reset lock_timeout').catch(() => undefined)
  }
}

const option = (name: string, type: string) =>
  `coalesce((select option_value::${type} from pg_options_to_table(c.reloptions) where option_name = '${name}'),
    current_setting('${name}')::${type})`

const vacuumSql = `
  select o.*, array_remove(array[
      case when "deadRows" > "vacuumAt" then 'vacuum' end,
      case when "changedRows" > "analyzeAt" or ("liveRows" > 0 and "lastAnalyze" is null) then 'analyze' end,
      case when "freezeShare" >= 1 then 'freeze' end], null) as needs
  from (
    select n.nspname as schema, c.relname as table, s.n_live_tup as "liveRows", s.n_dead_tup as "deadRows",
      (${option('autovacuum_vacuum_threshold', 'numeric')}
        + ${option('autovacuum_vacuum_scale_factor', 'numeric')} * greatest(c.reltuples, 0)::numeric)::bigint
        as "vacuumAt",
      s.n_mod_since_analyze as "changedRows",
      (${option('autovacuum_analyze_threshold', 'numeric')}
        + ${option('autovacuum_analyze_scale_factor', 'numeric')} * greatest(c.reltuples, 0)::numeric)::bigint
        as "analyzeAt",
      greatest(s.last_vacuum, s.last_autovacuum) as "lastVacuum",
      greatest(s.last_analyze, s.last_autoanalyze) as "lastAnalyze",
      age(c.relfrozenxid) as age,
      round(age(c.relfrozenxid) / ${option('autovacuum_freeze_max_age', 'numeric')}, 3) as "freezeShare",
      current_setting('autovacuum')::bool and coalesce((select option_value::bool
        from pg_options_to_table(c.reloptions) where option_name = 'autovacuum_enabled'), true) as autovacuum
    from pg_stat_user_tables s join pg_class c on c.oid = s.relid join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = any($1) and c.relkind in ('r', 'm')
  ) o
  order by "deadRows" desc, schema, "table"`
