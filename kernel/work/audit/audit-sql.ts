// The statements of sealer and verifier, one set a log. A leaf is the canonical text that PostgreSQL makes of a JSON
// array: the same for the same row on every version, and readable by whoever checks a proof.
import { quoteIdentifier, quoteLiteral } from '../../database/sql.ts'
import type { DatabaseModel, TableModel } from '../../model/model.ts'
import { leaseStands } from '../lease.ts'
import { type NamedText, namedText } from '../named-statement.ts'

export interface Log {
  /** Short name of its database. */
  readonly database: string
  readonly schema: string
  /** Quoted. */
  readonly table: string
  /** Quoted; undefined where nothing is kept apart. */
  readonly details: string | undefined
}

/** Those of `databases` that keep who did what. */
export function toLogs(databases: readonly DatabaseModel[]): readonly Log[] {
  return databases.flatMap(({ name, schema, auditLog, auditDetails }) => {
    const quoted = (table: TableModel) =>
      `${quoteIdentifier(schema)}.${quoteIdentifier(table.sqlName)}`
    if (auditLog === undefined) return []
    const details = auditDetails === undefined ? undefined : quoted(auditDetails)
    return [Object.freeze({ database: name, schema, table: quoted(auditLog), details })]
  })
}

const iso = (value: string): string =>
  `to_char(${value} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`

/** Over the alias `e`. The first element says how the others are to be read. */
const leaf = `jsonb_build_array('acervo.audit.v1', e.id, ${iso('e.occurred_at')}, e.transaction_id, e.operation,
  e.table_name, e.row_id, e.tenant_id, e.actor, e.purpose, e.request_id, e.agent_id, e.agent_run, e.agent_tool,
  e.before, e.after, e.withheld, encode(e.detail_digest, 'hex'))::text`

// Since then: transactions that were open, in the order of their numbers, and those that began later. What is open
// still is not visible; what was rolled back has no rows. Each part walks the index and stops at the limit. Numbers
// that another server gave out come again here: what has them is older than the last parameter.
export function claimText({ table }: Log): NamedText {
  return namedText(`
    select s.snapshot, s.at, s.system, e.id, e.transaction_id, e.leaf
    from (select pg_current_snapshot()::text as snapshot, ${iso('acervo.clock()')} as at,
        (select system_identifier::text from pg_control_system()) as system) s
    left join lateral (
      select c.* from (
        (select e.id, e.transaction_id, ${leaf} as leaf
          from unnest($2::bigint[]) o (transaction) cross join lateral (
            select e.* from ${table} e
            where e.transaction_id = o.transaction
              and (o.transaction is distinct from $3::bigint or e.id > $4::uuid)
            order by e.transaction_id, e.id limit $5::bigint) e)
        union all
        (select e.id, e.transaction_id, ${leaf} from ${table} e
          where e.transaction_id >= $1::bigint and e.occurred_at > $6::timestamptz
          order by e.transaction_id, e.id limit $5::bigint)
      ) c order by c.transaction_id, c.id limit $5::bigint
    ) e on true
    order by e.transaction_id, e.id`)
}

// All that no checkpoint holds: at the first start, and on another server, where numbers mean nothing; and when the
// last one happened that has a number which this server has not given out yet.
export function strayText({ table, database }: Log): NamedText {
  return namedText(`
    select s.snapshot, s.at, s.system, e.id, e.transaction_id, e.leaf, ${iso('f.last')}
    from (select pg_current_snapshot()::text as snapshot, ${iso('acervo.clock()')} as at,
        (select system_identifier::text from pg_control_system()) as system) s
    cross join lateral (
      select max(f.occurred_at) as last from ${table} f
      where f.transaction_id >= pg_snapshot_xmax(s.snapshot::pg_snapshot)::text::bigint) f
    left join lateral (
      select e.id, e.transaction_id, ${leaf} as leaf from ${table} e
      left join (select unnest(c.events) as id from acervo.audit_checkpoint c
        where c.database = ${quoteLiteral(database)}) sealed on sealed.id = e.id
      where sealed.id is null order by e.occurred_at, e.id limit $1::bigint
    ) e on true
    order by e.id`)
}

/** Nothing where the lease has another token. Parameters: lease, token, database, first, events, hashes, note, at. */
export const keepCheckpoint = namedText(`
  insert into acervo.audit_checkpoint (database, first, size, events, hashes, note, sealed_at)
  select $3, $4::bigint, $4::bigint + cardinality($5::uuid[]), $5::uuid[], $6::bytea, $7, $8::timestamptz
  where ${leaseStands('$1', '$2')}
  returning size`)

/** Parameters: database, size, limit. */
export const checkpointsAfter = namedText(`
  select size, note, encode(hashes, 'hex'), array_to_string(events, ',') from acervo.audit_checkpoint
  where database = $1 and size > $2::bigint order by size limit $3::bigint`)

export const lastCheckpoint = namedText(`
  select size, note from acervo.audit_checkpoint where database = $1 order by size desc limit 1`)

/** Leaves of these events, with what stands apart of them. Parameter: ids. */
export function leavesText({ table, details }: Log): NamedText {
  const [apart, join] =
    details === undefined
      ? ['null, null, false', '']
      : [
          `encode(d.salt, 'hex'), jsonb_build_array(d.before, d.after)::text, d.event_id is not null`,
          `left join ${details} d on d.event_id = e.id`,
        ]
  return namedText(`
    select e.id, ${leaf}, e.transaction_id, ${iso('e.occurred_at')}, encode(e.detail_digest, 'hex'), ${apart}
    from ${table} e ${join} where e.id = any ($1::uuid[])`)
}

/** Events that no checkpoint holds, oldest number first, and the server that says so. Parameter: limit. */
export function unsealedText({ table, database }: Log): NamedText {
  return namedText(`
    select e.id, e.transaction_id, ${iso('e.occurred_at')}, count(*) over (),
      (select system_identifier::text from pg_control_system())
    from ${table} e
    left join (select unnest(c.events) as id from acervo.audit_checkpoint c
      where c.database = ${quoteLiteral(database)}) sealed on sealed.id = e.id
    where sealed.id is null order by e.transaction_id, e.id limit $1::bigint`)
}

/** Parameters: database, event. */
export const placeOfEvent = namedText(`
  select c.first + array_position(c.events, $2::uuid) - 1 from acervo.audit_checkpoint c
  where c.database = $1 and $2::uuid = any (c.events)`)

/** An event that two checkpoints hold. Parameter: database. */
export const sealedTwice = namedText(`
  select e.id from acervo.audit_checkpoint c cross join unnest(c.events) e (id)
  where c.database = $1 group by e.id having count(*) > 1 limit 1`)
