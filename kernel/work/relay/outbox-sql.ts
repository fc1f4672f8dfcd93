// The texts of the relay's statements, one set an outbox. Parameters $1 and $2 of those that write: name and token
// of the lease, without which they touch nothing.
import { quoteLiteral } from '../../database/sql.ts'
import { leaseStands } from '../lease.ts'
import { type NamedText, namedText } from '../named-statement.ts'
import { type Outbox, rowColumns } from './outbox-row.ts'

/** Rows that one look between two numbers answers at most. */
export const betweenMax = 500

export interface OutboxTexts {
  readonly between: NamedText
  readonly sequenceOf: NamedText
  readonly mark: NamedText
  readonly setBack: NamedText
  readonly free: NamedText
}

// The clock is asked once: a volatile call in the condition would keep the index from ending the scan.
// The cursor is looked up row by row: a join may choose to read all of it.
export function claimText(outboxes: readonly Outbox[]): string {
  const each = outboxes.map(
    ({ table, schema }, at) => `
    (select ${at} as outbox, ${rowColumns}, o.available_at::text as due_at,
      (select c.published_seq || ',' || c.stream_seq from acervo.outbox_cursor c
        where c.database = ${quoteLiteral(schema)} and c.aggregate_type = o.aggregate_type collate "C"
          and c.aggregate_id = o.aggregate_id collate "C") as progress
    from ${table} o
    where o.status = 'PENDING' and o.available_at <= (select acervo.clock())
      and (o.available_at, o.id) > (($2::timestamptz[])[${at + 1}], ($3::uuid[])[${at + 1}])
    order by o.available_at, o.id limit $1::bigint)`,
  )
  return each.join(' union all ')
}

/** When the first of all that wait becomes due; never where none waits. */
export function nextDueText(outboxes: readonly Outbox[]): string {
  const each = outboxes.map(
    ({ table }) => `(select min(o.available_at) from ${table} o where o.status = 'PENDING')`,
  )
  return `select coalesce(least(${each.join(', ')}), 'infinity')::text`
}

export function toTexts({ table, schema }: Outbox): OutboxTexts {
  const isThis = (type: string, id: string) =>
    `o.aggregate_type = ${type} and o.aggregate_id = ${id}`
  return {
    between: namedText(`
      select ${rowColumns}, o.status,
        greatest(0, ceil(extract(epoch from o.available_at - acervo.clock()) * 1000))
      from ${table} o
      where ${isThis('$1', '$2')} and o.aggregate_seq > $3::bigint and o.aggregate_seq < $4::bigint
      order by o.aggregate_seq limit ${betweenMax}`),
    sequenceOf: namedText(`
      select o.aggregate_seq from ${table} o where o.id = $1::uuid and ${isThis('$2', '$3')}`),
    mark: namedText(`
      update ${table} o set status = 'PUBLISHED', published_at = acervo.clock()
      where o.id = any ($3::uuid[]) and o.status <> 'PUBLISHED' and ${leaseStands('$1', '$2')}`),
    setBack: namedText(`
      update ${table} o set attempts = o.attempts + g.tried,
        last_error = coalesce(g.error, o.last_error),
        status = case when g.dead then 'DEAD' else o.status end,
        available_at = acervo.clock() + g.wait_ms * interval '1 millisecond'
      from unnest($3::uuid[], $4::integer[], $5::text[], $6::boolean[], $7::bigint[])
        g (id, tried, error, dead, wait_ms)
      where o.id = g.id and o.status = 'PENDING' and ${leaseStands('$1', '$2')}`),
    free: namedText(`
      update ${table} o set available_at = acervo.clock()
      from unnest($3::text[], $4::text[]) g (aggregate_type, aggregate_id), acervo.outbox_cursor c
      where ${isThis('g.aggregate_type', 'g.aggregate_id')} and o.status = 'PENDING'
        and c.database = ${quoteLiteral(schema)} and c.aggregate_type = o.aggregate_type collate "C"
        and c.aggregate_id = o.aggregate_id collate "C" and o.aggregate_seq > c.published_seq
        and o.available_at > acervo.clock() and ${leaseStands('$1', '$2')}`),
  }
}

/** How far back looks go that do not go back to the beginning. */
export const agesMs = [250, 5_000] as const

export const recently = namedText(
  `select ${agesMs.map((age) => `(acervo.clock() - interval '${age} ms')::text`).join(', ')}`,
)

export const advance = namedText(`
  insert into acervo.outbox_cursor as c
    (database, aggregate_type, aggregate_id, published_seq, stream_seq)
  select g.* from unnest($3::text[], $4::text[], $5::text[], $6::bigint[], $7::bigint[]) g
  where ${leaseStands('$1', '$2')}
  on conflict (database, aggregate_type, aggregate_id) do update
    set published_seq = excluded.published_seq, stream_seq = excluded.stream_seq
    where c.published_seq <= excluded.published_seq`)
