// The texts of the stream inside PostgreSQL. One row, `stream_head`, is locked by whoever publishes: positions are
// given out without gaps and in the order of commits, so a reader that has seen a position has seen all before it.
import { leaseStands } from '../lease.ts'
import { namedText } from '../named-statement.ts'

export const lockHead = namedText('select position from acervo.stream_head for update')

/**
 * Subjects, event ids, expected positions, bodies. One row each, in order: the position, or null where the
 * subject stands elsewhere. An event that is stored already answers its old position.
 */
export const append = namedText(`
  with given as materialized (
    select g.*, coalesce((select e.position from acervo.stream_event e
        where e.subject = g.subject collate "C" order by e.position desc limit 1), 0) as last,
      (select e.position from acervo.stream_event e where e.event_id = g.event_id) as known
    from unnest($1::text[], $2::uuid[], $3::bigint[], $4::text[]) with ordinality
      g (subject, event_id, expected, envelope, place)
  ), fresh as (
    select g.place, row_number() over (order by g.place) as rank from given g
    where g.known is null and g.last = g.expected
  ), head as (
    update acervo.stream_head set position = position + (select count(*) from fresh)
    returning position - (select count(*) from fresh) as position
  ), stored as (
    insert into acervo.stream_event (position, subject, event_id, envelope, published_at)
    select h.position + f.rank, g.subject, g.event_id, g.envelope, acervo.clock()
    from fresh f join given g using (place) cross join head h
  )
  select coalesce(g.known, h.position + f.rank)
  from given g left join fresh f using (place) cross join head h order by g.place`)

export const lastOf = namedText(`
  select e.position, e.event_id from acervo.stream_event e
  where e.subject = $1::text order by e.position desc limit 1`)

/** Beyond a position, of some beginnings of subjects. The head comes with it: all up to there has been seen. */
export const readOn = namedText(`
  select h.position, e.position, e.envelope from acervo.stream_head h left join lateral (
    select s.position, s.envelope from acervo.stream_event s
    where s.position > $1::bigint
      and exists (select from unnest($2::text[]) b (beginning) where starts_with(s.subject, b.beginning))
    order by s.position limit $3::bigint) e on true
  order by e.position`)

export const headPosition = namedText('select position from acervo.stream_head')

export const consumerPosition = namedText(
  'select position from acervo.stream_consumer where name = $1',
)

/** Lease name and token, durable, position. */
export const moveConsumer = namedText(`
  insert into acervo.stream_consumer as c (name, position, updated_at)
  select $3, $4::bigint, acervo.clock() where ${leaseStands('$1', '$2')}
  on conflict (name) do update set position = excluded.position, updated_at = excluded.updated_at
  where c.position < excluded.position
  returning position`)

export const countBehind = namedText(`
  select count(*) from acervo.stream_event s
  where s.position > coalesce((select c.position from acervo.stream_consumer c where c.name = $1), 0)
    and exists (select from unnest($2::text[]) b (beginning) where starts_with(s.subject, b.beginning))`)

/** What every durable has passed and is older than so many milliseconds; nothing where there is no durable. */
export const trim = namedText(`
  delete from acervo.stream_event where position in (
    select e.position from acervo.stream_event e
    where e.position <= (select min(c.position) from acervo.stream_consumer c)
      and e.published_at < acervo.clock() - $1::bigint * interval '1 millisecond'
    order by e.position limit $2::bigint)`)
