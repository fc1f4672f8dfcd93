// The statements that took the server longest, from pg_stat_statements: as the server keeps them, with $1 where a
// value stood. Of others than reads and writes of rows (create role ... password ...) the text is not told.
import type { Direct } from '../database/target.ts'
import { findExtension, type Reading, readRows, seesOthers } from './reading.ts'

export interface SlowQuery {
  /** The server's number of it. */
  readonly id: string
  readonly text: string
  readonly calls: number
  readonly totalMs: number
  readonly meanMs: number
  readonly maxMs: number
  readonly rows: number
  /** Of the pages it asked for, the share that was in memory; null where it asked for none. */
  readonly hitShare: number | null
  readonly tempBytes: number
}

export async function readSlowQueries(
  direct: Direct,
  take = 20,
): Promise<Reading<readonly SlowQuery[]>> {
  if (direct.engine === 'embedded') return { unknown: 'embedded' }
  const schema = await findExtension(direct, 'pg_stat_statements')
  const { rows } = await direct.script('show shared_preload_libraries')
  const isLoaded = rows[0]?.[0]?.includes('pg_stat_statements') === true
  if (schema === undefined || !isLoaded) return { unknown: 'extension' }
  if (!(await seesOthers(direct))) return { unknown: 'rights' }
  return { known: await readRows<SlowQuery>(direct, queriesSql(schema), [take]) }
}

const queriesSql = (schema: string) => `
  select queryid::text as id,
    case when query ~* '^\\s*(select|insert|update|delete|merge|with)\\y'
      then left(regexp_replace(query, '\\s+', ' ', 'g'), 2000)
      else upper(coalesce(substring(query from '^\\s*([A-Za-z]+)'), '')) end as text,
    calls, round(total_exec_time::numeric, 3) as "totalMs", round(mean_exec_time::numeric, 3) as "meanMs",
    round(max_exec_time::numeric, 3) as "maxMs", rows,
    round(shared_blks_hit::numeric / nullif(shared_blks_hit + shared_blks_read, 0), 4) as "hitShare",
    (temp_blks_read + temp_blks_written) * current_setting('block_size')::bigint as "tempBytes"
  from ${schema}.pg_stat_statements
  where dbid = (select oid from pg_database where datname = current_database())
  order by total_exec_time desc limit $1`
