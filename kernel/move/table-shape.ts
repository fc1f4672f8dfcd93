// What is copied of a table and what has to be out of the way meanwhile, read from the live catalog: the columns
// that hold a value of their own, and the foreign keys, which come back when everybody is there.
import type { Direct } from '../database/target.ts'

export interface Column {
  /** Quoted. */
  readonly name: string
  /** As `format_type` says it. */
  readonly type: string
}

export interface TableShape {
  /** Quoted, with its schema. */
  readonly table: string
  readonly columns: readonly Column[]
}

/** Tables and parents of partitions, in the order of their names. */
export async function readShapes(
  direct: Direct,
  schemas: readonly string[],
): Promise<readonly TableShape[]> {
  const { rows } = await direct.query({
    text: `select quote_ident(n.nspname) || '.' || quote_ident(c.relname), quote_ident(a.attname),
        format_type(a.atttypid, a.atttypmod)
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        and a.attgenerated = ''
      where n.nspname = any (string_to_array($1, ',')) and c.relkind in ('r', 'p')
        and not c.relispartition
      order by n.nspname collate "C", c.relname collate "C", a.attname collate "C"`,
    values: [schemas.join(',')],
  })
  const tables = Map.groupBy(rows, ([table]) => table as string)
  return [...tables].map(([table, cells]) => ({
    table,
    columns: cells.flatMap(([, name, type]) => (name && type ? [{ name, type }] : [])),
  }))
}

export interface ForeignKey {
  readonly table: string
  readonly name: string
  readonly definition: string
}

export async function readForeignKeys(
  direct: Direct,
  schemas: readonly string[],
): Promise<readonly ForeignKey[]> {
  const { rows } = await direct.query({
    text: `select c.conrelid::regclass::text, quote_ident(c.conname), pg_get_constraintdef(c.oid)
      from pg_constraint c join pg_class r on r.oid = c.conrelid
      join pg_namespace n on n.oid = r.relnamespace
      where c.contype = 'f' and c.conparentid = 0 and n.nspname = any (string_to_array($1, ','))
      order by 1, 2`,
    values: [schemas.join(',')],
  })
  return rows.map(([table, name, definition]) => ({
    table: table as string,
    name: name as string,
    definition: definition as string,
  }))
}

/** An index that is built over all rows in a fraction of the time that it takes row by row. */
export interface SlowIndex {
  readonly name: string
  /** A whole statement. */
  readonly definition: string
}

/** Of vectors; of whole tables, since one over months has a part in each. */
export async function readSlowIndexes(
  direct: Direct,
  schemas: readonly string[],
): Promise<readonly SlowIndex[]> {
  const { rows } = await direct.query({
    text: `select i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)
      from pg_index i join pg_class c on c.oid = i.indexrelid join pg_am a on a.oid = c.relam
      join pg_class r on r.oid = i.indrelid join pg_namespace n on n.oid = r.relnamespace
      where a.amname in ('hnsw', 'ivfflat') and r.relkind = 'r' and not r.relispartition
        and n.nspname = any (string_to_array($1, ','))
      order by 1`,
    values: [schemas.join(',')],
  })
  return rows.map(([name, definition]) => ({
    name: name as string,
    definition: definition as string,
  }))
}

/** `2026-11`, of all pieces that stand. */
export async function readMonths(
  direct: Direct,
  schemas: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await direct.query({
    text: `select distinct substring(c.relname from '_y([0-9]{4}m[0-9]{2})$')
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relispartition and n.nspname = any (string_to_array($1, ',')) order by 1`,
    values: [schemas.join(',')],
  })
  return rows.flatMap(([month]) => (month ? [month.replace('m', '-')] : []))
}
