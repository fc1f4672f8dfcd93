// The stream of changes from one server to another, which the servers keep up themselves: a publication and a slot at
// the source, a subscription at the target, under names that say whose they are. Begun, watched and taken away here.
// A slot that is left keeps the source's log for ever: whatever is made here is taken away on every way out.
import { createHash } from 'node:crypto'
import { quoteIdentifier, quoteLiteral } from '../database/sql.ts'
import type { Direct, Target } from '../database/target.ts'
import { AcervoError, isAcervoError } from '../errors/index.ts'
import { pause } from '../migrate/retry.ts'

/** What every name of a move begins with, in the catalogs of both servers. */
export const movePrefix = 'acervo_move_'

export interface ReplicationNames {
  /** Of the publication and of the subscription: of a physical database, and the same from wherever it is asked. */
  readonly name: string
  /** A slot belongs to the whole server. */
  readonly slot: string
}

export function toNames(schemas: readonly string[], from: string): ReplicationNames {
  const of = (...words: readonly string[]) =>
    movePrefix + createHash('sha256').update(words.join('\n')).digest('hex').slice(0, 16)
  const sorted = [...schemas].sort()
  return { name: of(...sorted), slot: of(from, ...sorted) }
}

/** @throws ACV411 where the servers cannot, or these logins may not. */
export async function assertReplicates(
  { source, there }: { readonly source: Direct; readonly there: Direct },
  serverVersion: number,
): Promise<void> {
  const refuse = (message: string, hint: string) =>
    new AcervoError('ACV411', message, {
      details: 'Nothing was changed.',
      hint: `${hint} Or stop every acervo start and move without --online.`,
    })
  if (source.engine !== 'postgres')
    throw refuse(
      'the embedded engine cannot be moved while it serves',
      'It has no logical replication.',
    )
  const one = async (direct: Direct, text: string) =>
    (await direct.query({ text, values: [] })).rows[0] ?? []
  const [level, mayReplicate, mayCreate, slots, senders] = await one(source, sourceRights)
  if (level !== 'logical')
    throw refuse(
      `the source has wal_level = ${level}`,
      'As a superuser there: alter system set wal_level = logical; then restart that server.',
    )
  if (mayReplicate !== 't' || mayCreate !== 't')
    throw refuse(
      'the migrator of the source may not replicate',
      'As a superuser there: alter role <migrator> replication; grant create on database <it> to <migrator>.',
    )
  if (Number(slots) < 1 || Number(senders) < 1)
    throw refuse(
      'the source has no replication slot or sender free',
      'Raise max_replication_slots and max_wal_senders there, or drop slots that nobody uses.',
    )
  const group =
    serverVersion >= 160_000 ? `pg_has_role('pg_create_subscription', 'member')` : 'false'
  const [maySubscribe, workers] = await one(
    there,
    `select rolsuper or ${group}, current_setting('max_logical_replication_workers')::int
      - (select count(*) from pg_stat_subscription where pid is not null)
      from pg_roles where rolname = current_user`,
  )
  if (maySubscribe !== 't')
    throw refuse(
      'the migrator of the target may not subscribe',
      'Name a superuser of that server as --migrate-url (from 16 on a member of pg_create_subscription).',
    )
  if (Number(workers) < 2)
    throw refuse(
      'the target has no replication workers free',
      'Raise max_logical_replication_workers there.',
    )
}

const sourceRights = `select current_setting('wal_level'), r.rolsuper or r.rolreplication,
    has_database_privilege(current_database(), 'create'),
    current_setting('max_replication_slots')::int - (select count(*) from pg_replication_slots),
    current_setting('max_wal_senders')::int - (select count(*) from pg_stat_replication)
  from pg_roles r where r.rolname = current_user`

export interface Begin {
  readonly source: Direct
  readonly there: Direct
  readonly names: ReplicationNames
  /** Quoted, with their schemas. */
  readonly tables: readonly string[]
  /** How the target's server reaches the source. */
  readonly connection: string
  readonly serverVersion: number
}

/**
 * The slot is made before the subscription: on one and the same server a subscription that made it would wait for
 * itself. @throws ACV411 where a table has nothing by which a changed row is known, or the source is not reached
 */
export async function beginReplication(given: Begin): Promise<void> {
  const { source, there, names, tables, connection, serverVersion } = given
  await assertIdentities(source, tables)
  const name = quoteIdentifier(names.name)
  await source.script(
    `create publication ${name} for table ${tables.join(', ')} with (publish_via_partition_root = true)`,
  )
  await makeSlot(source, names)
  // As the login that made it: from 16 on the table's owner would be bound by its policies.
  const owner = serverVersion >= 160_000 ? ', run_as_owner = true' : ''
  try {
    await there.script(`create subscription ${name} connection ${quoteLiteral(connection)}
      publication ${name} with (create_slot = false, slot_name = ${quoteLiteral(names.slot)}${owner})`)
  } catch (error) {
    if (!isAcervoError(error) || !/connect/.test(error.details ?? error.message)) throw error
    throw new AcervoError('ACV411', 'the target cannot reach the source', {
      details: 'The servers copy from each other; this process only watches.',
      hint: 'Name with --via the URL under which the target reaches the source.',
      cause: error,
    })
  }
  const { rows } = await there.query({
    text: `select oid from pg_subscription where subname = $1
      and subdbid = (select oid from pg_database where datname = current_database())`,
    values: [names.name],
  })
  // By it the slots of its tables are known, should the target be lost.
  await source.script(`comment on publication ${name} is ${quoteLiteral(String(rows[0]?.[0]))}`)
}

const slotMs = 60_000

/** It waits for every transaction of the whole server that was begun before it. */
async function makeSlot(source: Direct, { slot }: ReplicationNames): Promise<void> {
  const text = `select pg_create_logical_replication_slot($1, 'pgoutput')`
  await source.script(`set statement_timeout to ${slotMs}`)
  try {
    await source.query({ text, values: [slot] })
  } catch (error) {
    if (!isAcervoError(error) || error.code !== 'ACV307') throw error
    const { rows } = await source.query({
      text: `select pid, datname, usename, application_name, xact_start from pg_stat_activity
        where backend_xid is not null and pid <> pg_backend_pid() order by xact_start limit 5`,
      values: [],
    })
    throw new AcervoError('ACV411', 'transactions on the source server do not come to an end', {
      details: rows.map((row) => row.join(', ')).join('\n'),
      hint: `Changes can be followed only from when they have. End them: select pg_terminate_backend(${rows[0]?.[0] ?? 'pid'})`,
      cause: error,
    })
  } finally {
    await source.script('set statement_timeout to 0')
  }
}

/** Without one, the application's own updates would be refused from the moment of the publication on. */
async function assertIdentities(source: Direct, tables: readonly string[]): Promise<void> {
  const { rows } = await source.query({
    text: `select c.oid::regclass::text from pg_class c
      where c.oid in (select unnest($1::text[])::regclass
          union select i.inhrelid from pg_inherits i
            where i.inhparent in (select unnest($1::text[])::regclass))
        and case c.relreplident when 'f' then false when 'n' then true
          when 'd' then not exists (select from pg_index i where i.indrelid = c.oid and i.indisprimary)
          else not exists (select from pg_index i where i.indrelid = c.oid and i.indisreplident) end
      order by 1`,
    values: [tables],
  })
  if (rows.length === 0) return
  throw new AcervoError('ACV411', 'tables have no key by which a changed row is known', {
    details: rows.map(([table]) => table).join(', '),
    hint: 'Give them a primary key, or: alter table <table> replica identity full.',
  })
}

/** Whether both ends stand, so that what was copied already need not be copied again. */
export async function isReplicating(
  source: Direct,
  there: Direct,
  { name, slot }: ReplicationNames,
): Promise<boolean> {
  const here = await source.query({
    text: `select (select count(*) from pg_publication where pubname = $1
        and obj_description(oid, 'pg_publication') is not null)
      + (select count(*) from pg_replication_slots where slot_name = $2)`,
    values: [name, slot],
  })
  const { rows } = await there.query({
    text: `select subenabled and subslotname = $2 from pg_subscription where subname = $1
      and subdbid = (select oid from pg_database where datname = current_database())`,
    values: [name, slot],
  })
  return here.rows[0]?.[0] === '2' && rows[0]?.[0] === 't'
}

/** Whether anything of a move stands on either side. */
export async function isAnyLeft(
  source: Direct,
  there: Direct,
  { name, slot }: ReplicationNames,
): Promise<boolean> {
  const text = `select exists (select from pg_publication where pubname = $1)
    or exists (select from pg_replication_slots where slot_name = $2)
    or exists (select from pg_subscription where subname = $1
      and subdbid = (select oid from pg_database where datname = current_database()))`
  for (const direct of [source, there])
    if ((await direct.query({ text, values: [name, slot] })).rows[0]?.[0] === 't') return true
  return false
}

export interface CopyState {
  readonly tables: number
  readonly ready: number
  /** Of the tables that are being copied at the moment. */
  readonly rows: number
  /** What the servers could not do; they try again for ever. */
  readonly errors: number
}

export async function readCopy(there: Direct, { name }: ReplicationNames): Promise<CopyState> {
  const { rows } = await there.query({
    text: `select count(*), count(*) filter (where r.srsubstate = 'r'),
        coalesce(sum((select p.tuples_processed from pg_stat_progress_copy p where p.relid = r.srrelid)), 0),
        coalesce(max(e.apply_error_count + e.sync_error_count), 0)
      from pg_subscription s join pg_subscription_rel r on r.srsubid = s.oid
      left join pg_stat_subscription_stats e on e.subid = s.oid
      where s.subname = $1 and s.subdbid = (select oid from pg_database where datname = current_database())`,
    values: [name],
  })
  const [tables = 0, ready = 0, copied = 0, errors = 0] = (rows[0] ?? []).map(Number)
  return { tables, ready, rows: copied, errors }
}

export interface Lag {
  readonly bytes: number
  readonly seconds: number
  /** Whether the target's worker is there at all. */
  readonly isConnected: boolean
}

export async function readLag(source: Direct, { slot }: ReplicationNames): Promise<Lag> {
  const { rows } = await source.query({
    text: `select pg_wal_lsn_diff(pg_current_wal_lsn(), coalesce(r.replay_lsn, s.confirmed_flush_lsn)),
        coalesce(extract(epoch from r.replay_lag), 0), r.pid is not null
      from pg_replication_slots s left join pg_stat_replication r on r.pid = s.active_pid
      where s.slot_name = $1`,
    values: [slot],
  })
  const [bytes, seconds, isConnected] = rows[0] ?? []
  return {
    bytes: Math.max(0, Number(bytes ?? 0)),
    seconds: Number(seconds ?? 0),
    isConnected: isConnected === 't',
  }
}

/** The log as far as it goes now; its commit takes it to disk, so that it is sent. */
export async function markLog(source: Direct): Promise<string> {
  const text = `select pg_logical_emit_message(true, 'acervo', 'here')`
  return (await source.query({ text, values: [] })).rows[0]?.[0] as string
}

/** Whether everything before that place of the log has been applied. */
export async function hasApplied(
  source: Direct,
  { slot }: ReplicationNames,
  place: string,
): Promise<boolean> {
  const { rows } = await source.query({
    text: `select coalesce(bool_or(r.replay_lsn >= $2::pg_lsn), false)
      from pg_replication_slots s join pg_stat_replication r on r.pid = s.active_pid
      where s.slot_name = $1`,
    values: [slot, place],
  })
  return rows[0]?.[0] === 't'
}

/** The target's end. What it cannot reach at the source is left to `endAtSource`. */
export async function endAtTarget(there: Direct, name: string): Promise<void> {
  const { rows } = await there.query({
    text: `select subname from pg_subscription where subname = $1
      and subdbid = (select oid from pg_database where datname = current_database())`,
    values: [name],
  })
  if (rows.length === 0) return
  const quoted = quoteIdentifier(name)
  await there.script(`alter subscription ${quoted} disable`)
  await there.script(`alter subscription ${quoted} set (slot_name = none)`)
  await there.script(`drop subscription ${quoted}`)
}

/** Of somebody who is moving here already: the slot goes with it, by the server itself. */
export async function dropSubscription(target: Target, name: string): Promise<boolean> {
  const direct = await target.direct()
  try {
    const { rows } = await direct.query({
      text: `select subname from pg_subscription where subname = $1
        and subdbid = (select oid from pg_database where datname = current_database())`,
      values: [name],
    })
    if (rows.length === 0) return false
    await direct.script(`drop subscription ${quoteIdentifier(name)}`)
    return true
  } finally {
    await direct.close()
  }
}

const endMs = 10_000

/** The source's end: the slot, those of its tables, the publication. Whoever still reads from them is sent away. */
export async function endAtSource(source: Direct, names: ReplicationNames): Promise<void> {
  const { rows } = await source.query({
    text: `select obj_description(oid, 'pg_publication') from pg_publication where pubname = $1`,
    values: [names.name],
  })
  const subscription = rows[0]?.[0]
  const ours = `s.slot_name = $1 or s.slot_name like $2`
  const values = [names.slot, subscription == null ? '' : `pg\\_${subscription}\\_sync\\_%`]
  const end = performance.now() + endMs
  for (;;) {
    await source.query({
      text: `select pg_terminate_backend(s.active_pid) from pg_replication_slots s
        where s.active_pid is not null and (${ours})`,
      values,
    })
    await source.query({
      text: `select pg_drop_replication_slot(s.slot_name) from pg_replication_slots s
        where s.active_pid is null and s.database = current_database() and (${ours})`,
      values,
    })
    const left = await source.query({
      text: `select count(*) from pg_replication_slots s where ${ours}`,
      values,
    })
    if (left.rows[0]?.[0] === '0') break
    if (performance.now() > end)
      throw new AcervoError('ACV411', `the replication slot '${names.slot}' is still in use`, {
        hint: `select pg_drop_replication_slot('${names.slot}') there; until then it keeps the server's log.`,
      })
    await pause(50, undefined)
  }
  await source.script(`drop publication if exists ${quoteIdentifier(names.name)}`)
}
