// What holds others up: transactions that last, who waits for whom, and what keeps vacuum from removing dead rows.
// Of a statement only its first word is told: its text may hold values.
import type { Direct } from '../database/target.ts'
import { type Reading, readRows, seesOthers } from './reading.ts'

export interface LongTransaction {
  readonly pid: number
  readonly user: string
  readonly application: string
  readonly database: string
  readonly state: string
  readonly seconds: number
  /** First word of its statement, the last one where it is idle in its transaction. */
  readonly verb: string
  readonly waitsFor: string | null
}

export interface Blocked {
  readonly pid: number
  readonly user: string
  readonly verb: string
  readonly seconds: number
  readonly mode: string
  readonly relation: string | null
  readonly blockedBy: readonly number[]
}

/** What holds the horizon: rows that died after it stay. */
export interface Holder {
  readonly kind: 'session' | 'slot' | 'standby' | 'prepared'
  /** The pid, or the name of the slot, of the standby or of the prepared transaction. */
  readonly name: string
  /** Null: of the whole server. */
  readonly database: string | null
  /** Transactions since. */
  readonly age: number
  readonly seconds: number | null
}

/** Transactions older than these seconds, oldest first; of a process of one session there are none. */
export async function readLongTransactions(
  direct: Direct,
  seconds = 60,
): Promise<Reading<readonly LongTransaction[]>> {
  return ofOthers(direct, (text) => readRows<LongTransaction>(direct, text, [seconds]), longSql)
}

export async function readBlocked(direct: Direct): Promise<Reading<readonly Blocked[]>> {
  return ofOthers(direct, (text) => readRows<Blocked>(direct, text), blockedSql)
}

/** Oldest first, of the whole server: a session in another database holds back too. */
export async function readHolders(direct: Direct): Promise<Reading<readonly Holder[]>> {
  return ofOthers(direct, (text) => readRows<Holder>(direct, text), holdersSql)
}

async function ofOthers<T>(
  direct: Direct,
  read: (text: string) => Promise<T>,
  text: string,
): Promise<Reading<T>> {
  if (direct.engine === 'embedded') return { unknown: 'embedded' }
  return (await seesOthers(direct)) ? { known: await read(text) } : { unknown: 'rights' }
}

const verb = `upper(coalesce(substring(a.query from '^\\s*([A-Za-z]+)'), ''))`

const longSql = `
  select a.pid, a.usename as user, a.application_name as application, coalesce(a.datname, '') as database,
    a.state, extract(epoch from clock_timestamp() - a.xact_start)::float as seconds, ${verb} as verb,
    case when a.wait_event_type = 'Lock' then a.wait_event end as "waitsFor"
  from pg_stat_activity a
  where a.xact_start < clock_timestamp() - make_interval(secs => $1) and a.pid <> pg_backend_pid()
    and a.backend_type = 'client backend'
  order by a.xact_start`

const blockedSql = `
  select a.pid, a.usename as user, ${verb} as verb,
    extract(epoch from clock_timestamp() - coalesce(l.waitstart, a.query_start))::float as seconds, l.mode,
    case when l.relation is not null and l.database = (select oid from pg_database where datname = current_database())
      then l.relation::regclass::text end as relation,
    to_json(pg_blocking_pids(a.pid)) as "blockedBy"
  from pg_stat_activity a join pg_locks l on l.pid = a.pid and not l.granted
  where cardinality(pg_blocking_pids(a.pid)) > 0
  order by coalesce(l.waitstart, a.query_start)`

// A standby with hot_standby_feedback tells its own horizon; behind a slot it is the slot that holds it.
const holdersSql = `
  select kind, name, database, greatest(age, 0) as age, seconds from (
    select 'session' as kind, pid::text as name, datname as database,
      greatest(age(backend_xmin), age(backend_xid)) as age,
      extract(epoch from clock_timestamp() - xact_start)::float as seconds
    from pg_stat_activity
    where (backend_xmin is not null or backend_xid is not null) and pid <> pg_backend_pid()
      and backend_type <> 'walsender'
    union all
    select 'slot', slot_name, database, greatest(age(xmin), age(catalog_xmin)), null
    from pg_replication_slots where xmin is not null or catalog_xmin is not null
    union all
    select 'standby', coalesce(nullif(application_name, ''), pid::text), null, age(backend_xmin), null
    from pg_stat_replication where backend_xmin is not null
    union all
    select 'prepared', gid, database, age(transaction), extract(epoch from clock_timestamp() - prepared)::float
    from pg_prepared_xacts
  ) h order by age desc, kind, name`
