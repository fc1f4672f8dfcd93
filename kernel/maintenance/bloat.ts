// Space that holds nothing: measured where the extension pgstattuple is installed, else estimated from the statistics
// of the planner, and said which. The estimate knows the average row, not the free space inside pages: trust it for
// what is many times too large, not for a few per cent.
import type { Direct } from '../database/target.ts'
import { findExtension, readRows, toArray } from './reading.ts'

export interface Bloat {
  readonly how: 'measured' | 'estimated'
  readonly relations: readonly RelationBloat[]
}

export interface RelationBloat {
  readonly schema: string
  readonly table: string
  /** Of an index; null for the table itself. */
  readonly index: string | null
  readonly bytes: number
  readonly emptyBytes: number
  /** 0 to 1. */
  readonly share: number
}

/** Relations of 1 MB or more: below that nothing is gained. */
export async function readBloat(
  direct: Direct,
  schemas: readonly string[],
  leastBytes = 1_048_576,
): Promise<Bloat> {
  const values = [toArray(schemas), leastBytes]
  const extension = await findExtension(direct, 'pgstattuple')
  const text = extension === undefined ? estimateSql : measureSql(extension)
  const relations = await readRows<RelationBloat>(direct, ordered(text), values)
  return { how: extension === undefined ? 'estimated' : 'measured', relations }
}

const ordered = (text: string) => `
  select schema, "table", index, bytes::bigint, greatest("emptyBytes", 0)::bigint as "emptyBytes",
    round(greatest("emptyBytes", 0)::numeric / greatest(bytes, 1), 3) as share
  from (${text}) b order by greatest("emptyBytes", 0) desc, schema, "table", index nulls first`

// The approximate form reads the visibility map and skips whole pages: it takes no lock that anybody waits for.
const measureSql = (extension: string) => `
  select n.nspname as schema, c.relname as table, null as index, s.table_len as bytes,
    s.approx_free_space + s.dead_tuple_len as "emptyBytes"
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
    cross join lateral ${extension}.pgstattuple_approx(c.oid) s
  where n.nspname = any($1) and c.relkind in ('r', 'm') and pg_relation_size(c.oid) >= $2
  union all
  select n.nspname, t.relname, i.relname, s.index_size,
    s.index_size * (100 - least(s.avg_leaf_density, 100)) / 100
  from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid
    join pg_namespace n on n.oid = t.relnamespace join pg_am m on m.oid = i.relam
    cross join lateral ${extension}.pgstatindex(i.oid) s
  where n.nspname = any($1) and m.amname = 'btree' and i.relkind = 'i' and x.indisvalid
    and pg_relation_size(i.oid) >= $2 and s.avg_leaf_density <> 'NaN'`

// A row: 4 bytes of line pointer, 23 of header to the next 8, a bit a column for nulls, its columns on average.
// A btree entry: 4 of line pointer, 8 of header, its columns; pages are filled to 90 of 100.
const estimateSql = `
  with page as (select current_setting('block_size')::numeric - 24 as room,
    current_setting('block_size')::numeric as size),
  wide as (
    select c.oid, n.nspname, c.relname, c.reltuples, pg_relation_size(c.oid) as bytes,
      coalesce(substring(array_to_string(c.reloptions, ' ') from 'fillfactor=([0-9]+)')::numeric, 100) / 100 as fill,
      (select sum(coalesce(s.avg_width, 8) * (1 - coalesce(s.null_frac, 0)))
        from pg_attribute a left join pg_stats s
          on s.schemaname = n.nspname and s.tablename = c.relname and s.attname = a.attname and not s.inherited
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as width
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = any($1) and c.relkind in ('r', 'm') and c.reltuples >= 0
  )
  select w.nspname as schema, w.relname as table, null as index, w.bytes,
    w.bytes - ceil(w.reltuples::numeric
      * (28 + ceil(w.width / 8) * 8) / (p.room * w.fill)) * p.size as "emptyBytes"
  from wide w, page p where w.bytes >= $2
  union all
  select w.nspname, w.relname, i.relname, pg_relation_size(i.oid),
    pg_relation_size(i.oid) - ceil(greatest(i.reltuples, 0)::numeric * (12 + ceil(k.width / 8) * 8)
      / (p.room * 0.9)) * p.size
  from pg_index x join wide w on w.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
    join pg_am m on m.oid = i.relam
    cross join lateral (
      select sum(coalesce(s.avg_width, 8)) as width
      from unnest(x.indkey::int2[]) with ordinality c (attnum, at)
        join pg_attribute a on a.attrelid = w.oid and a.attnum = c.attnum
        left join pg_stats s on s.schemaname = w.nspname and s.tablename = w.relname and s.attname = a.attname
          and not s.inherited
    ) k, page p
  where m.amname = 'btree' and x.indisvalid and x.indexprs is null and x.indpred is null
    and pg_relation_size(i.oid) >= $2`
