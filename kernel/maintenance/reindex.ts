// Indexes built anew while their table is in use, with progress, and the invalid leftovers of a build that was broken
// off (`..._ccnew`, `..._ccold`, or an index of CREATE INDEX CONCURRENTLY) dropped first.
import { quoteIdentifier } from '../database/sql.ts'
import type { Direct, Target } from '../database/target.ts'
import { readRows, withDirect } from './reading.ts'

export interface ReindexWish {
  readonly schema: string
  readonly table: string
  /** One of it; all if unset. */
  readonly index?: string
}

export interface ReindexProgress {
  readonly index: string
  readonly phase: string
  /** 0 to 1; null where the phase counts nothing. */
  readonly share: number | null
}

export interface Reindexed {
  readonly dropped: readonly string[]
  readonly indexes: readonly {
    readonly index: string
    readonly before: number
    readonly after: number
  }[]
}

export interface ReindexOptions {
  readonly onProgress?: (progress: ReindexProgress) => void
  readonly progressMs?: number
}

/**
 * One index after another, of a partitioned table month by month. On the embedded engine nobody else can be at work.
 * Indexes of exclusion constraints stay as they are: PostgreSQL cannot build those beside writers.
 */
export async function reindex(
  target: Target,
  wish: ReindexWish,
  { onProgress, progressMs = 500 }: ReindexOptions = {},
): Promise<Reindexed> {
  return withDirect(target, async (direct) => {
    const dropped = await dropLeftovers(direct, wish)
    const before = await listIndexes(direct, wish)
    const watch =
      onProgress === undefined ? undefined : await openWatch(target, direct, onProgress, progressMs)
    try {
      for (const { schema, index } of before) {
        const how = direct.engine === 'embedded' ? '' : 'concurrently '
        await direct.script(`reindex index ${how}${qualified(schema, index)}`)
      }
    } finally {
      await watch?.()
    }
    const after = new Map(
      (await listIndexes(direct, wish)).map(({ index, bytes }) => [index, bytes]),
    )
    return {
      dropped,
      indexes: before.map(({ index, bytes }) => ({
        index,
        before: bytes,
        after: after.get(index) ?? 0,
      })),
    }
  })
}

/** Invalid indexes that no partitioned index waits for and nobody builds now. Answers their names. */
export async function dropLeftovers(
  direct: Direct,
  { schema, table }: Pick<ReindexWish, 'schema' | 'table'>,
): Promise<readonly string[]> {
  const found = await readRows<{ schema: string; index: string }>(direct, leftoversSql, [
    schema,
    table,
  ])
  const how = direct.engine === 'embedded' ? '' : 'concurrently '
  for (const one of found)
    await direct.script(`drop index ${how}${qualified(one.schema, one.index)}`)
  return found.map(({ index }) => index)
}

interface Found {
  readonly schema: string
  readonly index: string
  readonly bytes: number
}

function listIndexes(
  direct: Direct,
  { schema, table, index }: ReindexWish,
): Promise<readonly Found[]> {
  return readRows<Found>(direct, indexesSql, [schema, table, index ?? null])
}

/** Asks on a session of its own; what it answers ends it. */
async function openWatch(
  target: Target,
  direct: Direct,
  onProgress: (progress: ReindexProgress) => void,
  everyMs: number,
): Promise<(() => Promise<void>) | undefined> {
  if (direct.engine === 'embedded') return undefined
  const { rows } = await direct.script('select pg_backend_pid()')
  const pid = Number(rows[0]?.[0])
  const other = await target.direct()
  let asking: Promise<void> = Promise.resolve()
  const ask = async (): Promise<void> => {
    for (const one of await readRows<ReindexProgress>(other, progressSql, [pid])) onProgress(one)
  }
  const timer = setInterval(() => {
    asking = asking.then(ask).catch(() => undefined)
  }, everyMs)
  return async () => {
    clearInterval(timer)
    await asking
    await other.close()
  }
}

function qualified(schema: string, name: string): string {
  return `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`
}

const own = `
  from pg_index x join pg_class i on i.oid = x.indexrelid join pg_namespace n on n.oid = i.relnamespace
  where x.indrelid in (
      select p.relid from pg_class t join pg_namespace s on s.oid = t.relnamespace
        cross join lateral (select relid from pg_partition_tree(t.oid) union select t.oid) p
      where s.nspname = $1 and t.relname = $2)
    and i.relkind = 'i'`

// An index of one name in a table of months stands for its part in each month.
const indexesSql = `
  select n.nspname as schema, i.relname as index, pg_relation_size(i.oid) as bytes ${own} and x.indisvalid
    and not x.indisexclusion and ($3::text is null or i.relname = $3 or i.oid in (
      select a.relid from pg_class p join pg_namespace s on s.oid = p.relnamespace
        cross join lateral pg_partition_tree(p.oid) a
      where s.nspname = $1 and p.relname = $3 and p.relkind = 'I'))
  order by i.relname`

const leftoversSql = `
  select n.nspname as schema, i.relname as index ${own} and not x.indisvalid
    and not exists (select from pg_inherits h where h.inhrelid = i.oid)
    and not exists (select from pg_constraint c where c.conindid = i.oid)
    and not exists (select from pg_stat_progress_create_index b where b.index_relid = i.oid or b.relid = x.indrelid)
  order by i.relname`

const progressSql = `
  select coalesce(index_relid::regclass::text, '') as index, phase,
    round(coalesce(nullif(blocks_done, 0)::numeric / nullif(blocks_total, 0),
      nullif(tuples_done, 0)::numeric / nullif(tuples_total, 0)), 3) as share
  from pg_stat_progress_create_index where pid = $1`
