// The texts of an inbox's statements, one set a consuming database. `g` is always what was given, key by key.
import { type NamedText, namedText } from '../named-statement.ts'
import type { Subscription } from './subscription.ts'

/** Events of one aggregate that one look answers at most: behind a dead one thousands may wait. */
export const pendingMax = 64

export interface InboxTexts {
  /** $1 database, $2-$4 keys. */
  readonly openCursors: NamedText
  /** The same; answers the keys and how far each has come, locked in one order. */
  readonly lockCursors: NamedText
  /** $1-$10 columns of the arrivals, in order. */
  readonly store: NamedText
  /** $1 source, $2 event id, pairwise: those that are there. */
  readonly known: NamedText
  /** $1 database, $2-$4 keys, $5 the newest arrival that counts or null. */
  readonly pending: NamedText
  /** $1 row ids, $2 notes. */
  readonly markApplied: NamedText
  /** $1 database, $2-$4 keys, $5 how far each has come. */
  readonly moveCursors: NamedText
  /** $1 row id, $2 error, $3 whether another try is worth it, $4 tries, $5 first wait in ms. */
  readonly markFailed: NamedText
  /** $1 database, $2 limit: keys whose next event may be tried now. */
  readonly due: NamedText
  /** $1 event id. */
  readonly redrive: NamedText
}

const keys = '($2::text[], $3::text[], $4::text[])'
const given = `unnest${keys} g (source, aggregate_type, aggregate_id)`
const isCursor = (c: string, of: string) =>
  `${c}.database = $1 and ${c}.source = ${of}.source collate "C"
    and ${c}.aggregate_type = ${of}.aggregate_type collate "C"
    and ${c}.aggregate_id = ${of}.aggregate_id collate "C"`

export const pendingColumns = `i.id, i.source, i.aggregate_type, i.aggregate_id, i.aggregate_seq,
      i.event_id, i.event_type, i.event_version, i.envelope->'data',
      to_char(i.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as occurred_at,
      to_char(i.received_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as received_at,
      i.status = 'WAITING' and i.available_at <= (select acervo.clock()) as may_run`

export function toInboxTexts({ inbox }: Pick<Subscription, 'inbox'>): InboxTexts {
  return {
    openCursors: namedText(`
      insert into acervo.inbox_cursor (database, source, aggregate_type, aggregate_id, applied_seq)
      select $1, g.source, g.aggregate_type, g.aggregate_id, 0 from ${given}
      order by g.source collate "C", g.aggregate_type collate "C", g.aggregate_id collate "C"
      on conflict do nothing`),
    lockCursors: namedText(`
      select c.source, c.aggregate_type, c.aggregate_id, c.applied_seq
      from acervo.inbox_cursor c join ${given} on ${isCursor('c', 'g')}
      order by c.source, c.aggregate_type, c.aggregate_id for update of c`),
    store: namedText(`
      insert into ${inbox} (id, source, event_id, event_type, event_version, aggregate_type, aggregate_id,
        aggregate_seq, envelope, occurred_at)
      select g.id, g.source, g.event_id, g.event_type, g.event_version, g.aggregate_type, g.aggregate_id,
        g.aggregate_seq, g.envelope, g.occurred_at
      from unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[], $5::integer[], $6::text[], $7::text[],
        $8::bigint[], $9::jsonb[], $10::timestamptz[]) g (id, source, event_id, event_type, event_version,
        aggregate_type, aggregate_id, aggregate_seq, envelope, occurred_at)
      order by g.source collate "C", g.event_id
      on conflict do nothing`),
    known: namedText(`
      select i.source, i.event_id from ${inbox} i
      join unnest($1::text[], $2::uuid[]) g (source, event_id)
        on i.source = g.source and i.event_id = g.event_id`),
    pending: namedText(`
      select p.* from ${given}
      join acervo.inbox_cursor c on ${isCursor('c', 'g')}
      cross join lateral (
        select ${pendingColumns} from ${inbox} i
        where i.source = g.source and i.aggregate_type = g.aggregate_type
          and i.aggregate_id = g.aggregate_id and i.aggregate_seq > c.applied_seq
          and ($5::uuid is null or i.id <= $5::uuid)
        order by i.aggregate_seq limit ${pendingMax}) p
      order by p.id`),
    markApplied: namedText(`
      update ${inbox} i set status = 'APPLIED', applied_at = acervo.clock(), note = g.note, last_error = null
      from unnest($1::uuid[], $2::text[]) g (id, note) where i.id = g.id`),
    moveCursors: namedText(`
      update acervo.inbox_cursor c set applied_seq = g.applied_seq
      from unnest($2::text[], $3::text[], $4::text[], $5::bigint[])
        g (source, aggregate_type, aggregate_id, applied_seq)
      where ${isCursor('c', 'g')}`),
    markFailed: namedText(`
      update ${inbox} i set attempts = i.attempts + 1, last_error = $2,
        status = case when $3::boolean and i.attempts + 1 < $4::integer then 'WAITING' else 'DEAD' end,
        available_at = acervo.clock()
          + least($5::bigint * power(4, i.attempts), 60000) * interval '1 millisecond'
      where i.id = $1::uuid and i.status = 'WAITING' returning i.status`),
    due: namedText(`
      select i.source, i.aggregate_type, i.aggregate_id from ${inbox} i
      join acervo.inbox_cursor c on ${isCursor('c', 'i')} and i.aggregate_seq = c.applied_seq + 1
      where i.status = 'WAITING' and i.available_at <= acervo.clock()
      order by i.id limit $2::bigint`),
    redrive: namedText(`
      update ${inbox} i set status = 'WAITING', attempts = 0, available_at = acervo.clock()
      where i.event_id = $1::uuid and i.status = 'DEAD'
      returning i.source, i.aggregate_type, i.aggregate_id`),
  }
}
