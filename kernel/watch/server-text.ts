// What is asked of a server about itself: one statement, one row a figure (metric, labels as JSON, value). A login
// without the right to see the sessions of others answers less, and never an error.
import { namedText } from '../work/named-statement.ts'
import type { MetricName } from './metrics.ts'

const row = (metric: MetricName, value: string, labels = "'{}'::jsonb"): string =>
  `select '${metric}'::text as metric, ${labels} as labels, (${value})::double precision as value`

const parts = Object.freeze({
  size: row('postgresql.db_size', 'pg_database_size(current_database())'),
  invalid: `${row('acervo.server.index.invalid', 'count(*)')} from pg_index where not indisvalid`,
  connections: `${row(
    'acervo.server.connection.use',
    "count(*) / current_setting('max_connections')::double precision",
  )} from pg_stat_activity where backend_type = 'client backend'`,
  // Of a few blocks the ratio says nothing.
  cache: `${row(
    'acervo.server.cache.hit_ratio',
    'blks_hit / (blks_hit + blks_read)::double precision',
  )} from pg_stat_database where datname = current_database() and blks_hit + blks_read > 100000`,
  deadlocks: `${row('postgresql.deadlocks', 'deadlocks')} from pg_stat_database where datname = current_database()`,
  transactions: `${row(
    'acervo.server.transaction.age',
    'coalesce(extract(epoch from max(clock_timestamp() - xact_start)), 0)',
  )} from pg_stat_activity
    where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()`,
  locks: `${row(
    'acervo.server.lock.wait',
    'coalesce(extract(epoch from max(clock_timestamp() - waitstart)), 0)',
  )} from pg_locks
    where not granted and database = (select oid from pg_database where datname = current_database())`,
  wraparound: `${row('acervo.server.wraparound', 'age(datfrozenxid) / 2147483648.0')}
    from pg_database where datname = current_database()`,
  replicaBytes: `${row(
    'postgresql.replication.data_delay',
    'pg_wal_lsn_diff(pg_current_wal_lsn(), coalesce(replay_lsn, flush_lsn, sent_lsn))',
    "jsonb_build_object('replication_client', application_name)",
  )} from pg_stat_replication
    where state in ('streaming', 'catchup') and not pg_is_in_recovery() and sent_lsn is not null`,
  replicaSeconds: `${row(
    'postgresql.wal.lag',
    'extract(epoch from replay_lag)',
    "jsonb_build_object('replication_client', application_name)",
  )} from pg_stat_replication where replay_lag is not null`,
  slots: `${row(
    'acervo.server.slot.retained',
    'pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)',
    "jsonb_build_object('slot', slot_name)",
  )} from pg_replication_slots where restart_lsn is not null and not pg_is_in_recovery()`,
  // Whoever writes nothing archives nothing: the segment before the current one tells whether something waits.
  archiveAge: `${row(
    'acervo.server.archive.age',
    `case when coalesce(last_archived_wal, '') < pg_walfile_name(
        pg_current_wal_lsn() - pg_size_bytes(current_setting('wal_segment_size')))
      then extract(epoch from clock_timestamp() - coalesce(last_archived_time, stats_reset)) else 0 end`,
  )} from pg_stat_archiver where current_setting('archive_mode') <> 'off' and not pg_is_in_recovery()`,
  archiveFailing: `${row(
    'acervo.server.archive.failing',
    "(last_failed_time > coalesce(last_archived_time, '-infinity'))::integer",
  )} from pg_stat_archiver where current_setting('archive_mode') <> 'off' and last_failed_time is not null`,
})

const toText = (all: readonly string[]) =>
  namedText(`select metric, labels::text, value from (${all.join('\nunion all ')}) f`)

export const serverText = Object.freeze({
  postgres: toText(Object.values(parts)),
  // One session and no replicas: the rest would be constants.
  embedded: toText([parts.size, parts.invalid]),
})

const kernelRow = (metric: MetricName, value: string, label = "''::text"): string =>
  `select '${metric}'::text as metric, ${label} as name, (${value})::double precision as value`

/** Of the tables that the kernel keeps in every target: metric, database ('' of all), value. */
export const kernelText = namedText(
  [
    `${kernelRow('acervo.migration.failed', 'count(*)', 'database')} from acervo.migration_failure group by database`,
    `${kernelRow(
      'acervo.key.age',
      'coalesce(extract(epoch from acervo.clock() - min(created_at)), 0)',
      'database',
    )} from acervo.data_key where retired_at is null group by database`,
    `${kernelRow('acervo.saga.stuck', 'count(*)')} from acervo.saga where state = 'STUCK'`,
  ].join('\nunion all '),
)

/** Age of the oldest event of a log that no checkpoint seals. Parameter: database. `table` is quoted. */
export const sealLagText = (table: string) =>
  // By the number of its transaction, which the index has: late commits of older numbers are the sealer's to find.
  // Another server may have given out higher ones before: those that this one has not reached, and what is older.
  namedText(`
    select coalesce(greatest(0, extract(epoch from acervo.clock() - (
      select e.occurred_at from ${table} e
      where e.transaction_id > m.transaction and e.occurred_at > m.at
        and e.transaction_id < pg_snapshot_xmax(pg_current_snapshot())::text::bigint
      order by e.transaction_id, e.id limit 1))), 0)::double precision
    from (
      select coalesce(max(l.transaction_id) filter (
          where l.transaction_id < pg_snapshot_xmax(pg_current_snapshot())::text::bigint), 0) as transaction,
        coalesce(max(l.occurred_at), '-infinity') as at
      from ${table} l where l.id = any (array(
        select c.events[cardinality(c.events)] from acervo.audit_checkpoint c
        where c.database = $1 order by c.size desc limit 8))) m`)
