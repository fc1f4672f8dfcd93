// Indexes: how often each was used, and which are unused, double, covered by a wider one, or invalid. The statistics
// begin somewhere: what has not been used since yesterday may be needed at the end of the month.
import type { Direct } from '../database/target.ts'
import { flushStatistics, readRows, toArray } from './reading.ts'

export interface IndexUse {
  readonly schema: string
  readonly table: string
  readonly index: string
  /** As the server writes it. */
  readonly definition: string
  readonly bytes: number
  readonly scans: number
  readonly tuplesRead: number
  readonly tuplesFetched: number
  readonly isUnique: boolean
  /** A constraint stands on it: it cannot go alone. */
  readonly isConstraint: boolean
  readonly isValid: boolean
  /** The index of the same table that does all it does; of two equal ones the older is kept. */
  readonly doubleOf: string | null
  /** A wider btree of the same table that begins with its columns. */
  readonly coveredBy: string | null
  readonly isUnused: boolean
}

export interface IndexUses {
  /** ISO instant from which uses are counted; null where the server has counted since it was made. */
  readonly countedSince: string | null
  readonly indexes: readonly IndexUse[]
}

export async function readIndexes(direct: Direct, schemas: readonly string[]): Promise<IndexUses> {
  await flushStatistics(direct)
  const indexes = await readRows<IndexUse>(direct, indexesSql, [toArray(schemas)])
  const [since] = await readRows<{ at: string | null }>(
    direct,
    'select stats_reset as at from pg_stat_database where datname = current_database()',
  )
  return { countedSince: since?.at ?? null, indexes }
}

// The columns of pg_stat_user_indexes are relname and indexrelname. Names go through oids: text put together
// from schema and name fails for mixed case.
const indexesSql = `
  with own as (
    select x.indexrelid, x.indrelid, x.indisunique, x.indisvalid, x.indnkeyatts, x.indnatts,
      x.indkey::text as columns, x.indclass::text as classes, x.indcollation::text as collations,
      x.indoption::text as options, coalesce(pg_get_expr(x.indexprs, x.indrelid), '') as expressions,
      coalesce(pg_get_expr(x.indpred, x.indrelid), '') as predicate, i.relam, m.amname as method,
      n.nspname, t.relname as tablename, i.relname as indexname, i.relkind,
      exists (select from pg_constraint c where c.conindid = x.indexrelid and c.contype in ('p', 'u', 'x'))
        as constrained
    from pg_index x
      join pg_class i on i.oid = x.indexrelid
      join pg_class t on t.oid = x.indrelid
      join pg_namespace n on n.oid = t.relnamespace
      join pg_am m on m.oid = i.relam
    where n.nspname = any($1)
  ), told as (
    select o.*, s.idx_scan, s.idx_tup_read, s.idx_tup_fetch,
      (select d.indexname from own d
        where d.indrelid = o.indrelid and d.indexrelid <> o.indexrelid and d.indisvalid
          and (d.relam, d.indnkeyatts, d.columns, d.classes, d.collations, d.options, d.expressions, d.predicate)
            = (o.relam, o.indnkeyatts, o.columns, o.classes, o.collations, o.options, o.expressions, o.predicate)
          and (d.indisunique or not o.indisunique) and not o.constrained
          and (d.constrained or (d.indisunique and not o.indisunique) or d.indexrelid < o.indexrelid)
        order by d.indexrelid limit 1) as doubled,
      (select w.indexname from own w
        where w.indrelid = o.indrelid and w.indexrelid <> o.indexrelid and w.indisvalid
          and o.method = 'btree' and w.method = 'btree' and not o.indisunique
          and o.expressions = '' and w.expressions = '' and w.predicate = o.predicate
          and w.indnkeyatts > o.indnkeyatts and o.indnatts = o.indnkeyatts
          and w.columns || ' ' like o.columns || ' %' and w.classes || ' ' like o.classes || ' %'
          and w.collations || ' ' like o.collations || ' %' and w.options || ' ' like o.options || ' %'
        order by w.indexrelid limit 1) as covered
    from own o left join pg_stat_user_indexes s using (indexrelid)
  )
  select nspname as schema, tablename as table, indexname as index,
    pg_get_indexdef(indexrelid) as definition, pg_relation_size(indexrelid) as bytes,
    coalesce(idx_scan, 0) as scans, coalesce(idx_tup_read, 0) as "tuplesRead",
    coalesce(idx_tup_fetch, 0) as "tuplesFetched", indisunique as "isUnique", constrained as "isConstraint",
    indisvalid as "isValid", doubled as "doubleOf", covered as "coveredBy",
    relkind = 'i' and coalesce(idx_scan, 0) = 0 and not indisunique and not constrained and indisvalid
      as "isUnused"
  from told
  order by coalesce(idx_scan, 0), pg_relation_size(indexrelid) desc, nspname, indexname`
