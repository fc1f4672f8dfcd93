// How large tables and databases are, and how fast they grow: samples are kept in each target (acervo.size_sample),
// one a day at most, and growth is told from the oldest sample within the asked days.
import type { Direct, Target } from '../database/target.ts'
import { readRows, toArray, withDirect } from './reading.ts'

export interface TableSize {
  readonly schema: string
  readonly table: string
  /** Of a partitioned table the sum of its months. */
  readonly partitions: number
  /** As the server last counted or estimated; null where it never did. */
  readonly rows: number | null
  readonly heapBytes: number
  readonly indexBytes: number
  readonly toastBytes: number
  readonly totalBytes: number
  /** Bytes a day between the first sample of the time asked for and now; null before a day has passed. */
  readonly growthBytes: number | null
}

export interface Sizes {
  readonly databaseBytes: number
  /** ISO instant of the sample that growth is told from. */
  readonly since: string | null
  readonly tables: readonly TableSize[]
}

export async function readSizes(
  direct: Direct,
  schemas: readonly string[],
  days = 30,
): Promise<Sizes> {
  const tables = await readRows<TableSize>(direct, tablesSql, [toArray(schemas), days])
  const [database] = await readRows<{ bytes: number; since: string | null }>(
    direct,
    `select pg_database_size(current_database()) as bytes,
      (select min(at) from acervo.size_sample where at >= acervo.now() - make_interval(days => $1)) as since`,
    [days],
  )
  return { databaseBytes: database?.bytes ?? 0, since: database?.since ?? null, tables }
}

/** Keeps how large everything is now, unless that was done within these hours. Answers whether it did. */
export async function sampleSizes(
  target: Target,
  schemas: readonly string[],
  { everyHours = 20, keepDays = 400 } = {},
): Promise<boolean> {
  return withDirect(target, async (direct) => {
    const { count } = await direct.query({
      text: `insert into acervo.size_sample (at, schema_name, table_name, row_count, total_bytes)
        select acervo.now(), schema, "table", rows, "totalBytes" from (${measureSql}) s
        where not exists (select from acervo.size_sample where schema_name = any($1)
          and at > acervo.now() - make_interval(hours => $2))`,
      values: [toArray(schemas), everyHours],
    })
    await direct.query({
      text: 'delete from acervo.size_sample where at < acervo.now() - make_interval(days => $1)',
      values: [keepDays],
    })
    return count > 0
  })
}

// By oid: pg_total_relation_size(schema || '.' || name) fails for names in mixed case, and says nothing of the
// months of a partitioned table, whose own size is 0.
const measureSql = `
  select n.nspname as schema, t.relname as table, count(*) filter (where m.relid <> t.oid) as partitions,
    case when bool_or(c.reltuples >= 0) then sum(greatest(c.reltuples, 0))::bigint end as rows,
    sum(pg_relation_size(c.oid))::bigint as "heapBytes",
    sum(pg_indexes_size(c.oid))::bigint as "indexBytes",
    sum(coalesce(pg_total_relation_size(nullif(c.reltoastrelid, 0)), 0))::bigint as "toastBytes",
    sum(pg_total_relation_size(c.oid))::bigint as "totalBytes"
  from pg_class t
    join pg_namespace n on n.oid = t.relnamespace
    cross join lateral (
      select p.relid from pg_partition_tree(t.oid) p where p.isleaf
      union select t.oid where t.relkind <> 'p'
    ) m
    join pg_class c on c.oid = m.relid
  where n.nspname = any($1) and t.relkind in ('r', 'p', 'm') and not t.relispartition
  group by n.nspname, t.relname, t.oid`

const tablesSql = `
  select s.*, case when f.at < acervo.now() - interval '1 day' then
    ((s."totalBytes" - f.total_bytes) / (extract(epoch from acervo.now() - f.at) / 86400))::bigint end as "growthBytes"
  from (${measureSql}) s
    left join lateral (
      select at, total_bytes from acervo.size_sample z
      where z.schema_name = s.schema and z.table_name = s.table
        and z.at >= acervo.now() - make_interval(days => $2)
      order by z.at limit 1
    ) f on true
  order by s."totalBytes" desc, s.schema, s.table`
