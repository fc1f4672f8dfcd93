// outbox: where a database's events wait for the relay, written in the transaction of what they tell. The
// sequence of an aggregate comes from a counter row and not from a sequence: a rolled-back writer leaves no
// gap, and the row's lock makes the order of commits the order of numbers.
import { bigint, instant, integer, json, oneOf, text, varchar } from '../../table/column.ts'
import { check, index } from '../../table/constraint.ts'
import type { Fact } from '../../table/fact.ts'
import { defineFeature, type Feature } from '../../table/table.ts'
import { columnFacts } from '../column-facts.ts'

const columns = {
  aggregateType: varchar(80).immutable(),
  aggregateId: varchar(200).immutable(),
  /** Place among the events of one aggregate, from 1 and without gaps. */
  aggregateSeq: bigint().optional().maintained(),
  eventType: varchar(120).immutable(),
  eventVersion: integer().default(1).immutable(),
  payload: json().immutable(),
  status: oneOf('PENDING', 'PUBLISHED', 'DEAD').default('PENDING'),
  attempts: integer().default(0),
  lastError: text().optional(),
  occurredAt: instant().defaultNow().immutable(),
  /** Not before: how a failed event waits. */
  availableAt: instant().defaultNow(),
  publishedAt: instant().optional(),
}

export function outbox(): Feature<typeof columns> {
  return defineFeature('outbox', (table) => [
    ...columnFacts(columns),
    ...[
      check('published', "(status = 'PUBLISHED') = (published_at is not null)"),
      check('attempts', 'attempts >= 0'),
      index(['availableAt', 'id'], { where: "status = 'PENDING'" }),
      index(['aggregateType', 'aggregateId', 'aggregateSeq']),
      // Those put aside are counted all the time, among any number that are published.
      index(['aggregateType', 'aggregateId'], { where: "status = 'DEAD'" }),
    ].flatMap((feature) => feature.facts(table)),
    ...(['app', 'worker'] as const).map(
      (role): Fact => ({ kind: 'grant', role, revoke: ['delete'] }),
    ),
    { kind: 'qualifier', qualifier: { type: 'outbox' } },
    {
      kind: 'routine',
      name: 'number',
      // The request's role may not touch the counters.
      security: 'definer',
      body: numberRows,
      triggers: [{ name: 'number', when: 'after', event: 'insert', each: 'statement' }],
    },
  ])
}

// Rows written by hand; those of `emits` have their numbers. Counters are locked in the order of their keys: two
// bulk writers must not deadlock.
const numberRows = `begin
  if not exists (select from new_rows r where r.aggregate_seq is null) then
    return null;
  end if;
  with given as (
    select r.id, r.aggregate_type, r.aggregate_id, row_number() over () as place from new_rows r
    where r.aggregate_seq is null
  ), ranked as (
    select g.id, g.aggregate_type, g.aggregate_id,
      row_number() over (partition by g.aggregate_type, g.aggregate_id order by g.place) as rank,
      count(*) over (partition by g.aggregate_type, g.aggregate_id) as total
    from given g
  ), taken as (
    insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
    select tg_table_schema, r.aggregate_type, r.aggregate_id, r.total from ranked r where r.rank = 1
    order by r.aggregate_type, r.aggregate_id
    on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
    returning c.aggregate_type, c.aggregate_id, c.seq
  )
  update {table} o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end`
