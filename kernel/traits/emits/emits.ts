// emits: what happens to a row is told to others by one outbox row, in the writer's transaction and per
// statement: a bulk write of a thousand rows costs one more statement and not a thousand.
import { quoteLiteral } from '../../database/sql.ts'
import type { Fact } from '../../table/fact.ts'
import { defineFeature, type Feature, type NoColumns, type TableDraft } from '../../table/table.ts'

export interface Emission {
  /** Rises with an incompatible change of the payload. */
  readonly version?: number
  /** SQL over SQL names: the event tells that it became true, by insert or update. */
  readonly when?: string
  /** Instead, or among rows for which `when` holds: an update changed one of these columns. */
  readonly changed?: readonly string[]
  /** Instead: the row was deleted; the payload is what it held. */
  readonly removed?: true
  /** Name in the payload -> column. */
  readonly payload: Readonly<Record<string, string>>
  /** What an event of this name written by hand must hold; all of the payload if unsaid. */
  readonly required?: readonly string[]
}

/** `aggregate` is the noun whose events keep their order; its id is the row's `id`. */
export function emits(
  aggregate: string,
  events: Readonly<Record<string, Emission>>,
): Feature<NoColumns> {
  return defineFeature('emits', (table) => [
    ...Object.entries(events).map(
      ([name, { version = 1, payload, required = Object.keys(payload) }]): Fact => ({
        kind: 'event',
        name,
        version,
        aggregate,
        payload,
        required,
      }),
    ),
    {
      kind: 'routine',
      name: 'emit',
      // The request's role may write other tables' events only through what it does to this one.
      security: 'definer',
      body: renderBody(table, aggregate, Object.entries(events)),
      triggers: toMoments(events).map((event) => ({
        name: `emit_${event}`,
        when: 'after' as const,
        event,
        each: 'statement' as const,
      })),
    },
  ])
}

/** Where nothing is told of deletions, none is looked at. */
function toMoments(events: Readonly<Record<string, Emission>>) {
  const tells = Object.values(events).some(({ removed }) => removed === true)
  return tells ? (['insert', 'update', 'delete'] as const) : (['insert', 'update'] as const)
}

type Named = readonly [name: string, emission: Emission]

function renderBody(table: TableDraft, aggregate: string, events: readonly Named[]): string {
  const gone = events.filter(([, { removed }]) => removed === true)
  const kept = events.filter(([, { removed }]) => removed !== true)
  const born = kept.filter(([, { changed }]) => changed === undefined)
  const onInsert = born.map((event, at) => renderEvent(aggregate, event, at, renderBorn(event)))
  const lasting = kept.filter(([, one]) => one.when !== undefined || one.changed !== undefined)
  const onUpdate = lasting.map((event, at) =>
    renderEvent(aggregate, event, at, renderUpdated(table, event)),
  )
  const onDelete = gone.map((event, at) => renderEvent(aggregate, event, at, renderGone(event)))
  const deletion =
    gone.length === 0 ? '' : `elsif tg_op = 'DELETE' then\n    ${renderInsert(onDelete)}\n  `
  return `begin
  if tg_op = 'INSERT' then
    ${renderInsert(onInsert)}
  ${deletion}else
    ${renderInsert(onUpdate)}
  end if;
  return null;
end`
}

/**
 * One statement for all events. They come with their numbers: a row that its outbox has to number afterwards is
 * written twice. Counters are locked in the order of their keys, as the outbox does.
 */
function renderInsert(sources: readonly string[]): string {
  if (sources.length === 0) return 'null;'
  return `with told as (
      select s.*, row_number() over one as rank, count(*) over (partition by s.aggregate_id) as total
      from (${sources.join('\n    union all ')}) s
      window one as (partition by s.aggregate_id order by s.place)
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, e.aggregate_type, e.aggregate_id, e.total from told e where e.rank = 1
      order by e.aggregate_type, e.aggregate_id
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into {table:outbox_events}
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select e.aggregate_type, e.aggregate_id, t.seq - e.total + e.rank, e.event_type,
      e.event_version, e.payload
    from told e join taken t using (aggregate_id)
    order by e.aggregate_id, e.place;`
}

function renderEvent(aggregate: string, [name, emission]: Named, place: number, from: string) {
  const fields = Object.entries(emission.payload).map(
    ([field, column]) => `${quoteLiteral(field)}, {json:n:${column}}`,
  )
  return `select ${quoteLiteral(aggregate)} as aggregate_type, n.id::text as aggregate_id,
      ${quoteLiteral(name)} as event_type, ${emission.version ?? 1} as event_version,
      jsonb_build_object(${fields.join(', ')}) as payload, ${place} as place
    from ${from}`
}

function renderBorn([, { when = 'true' }]: Named): string {
  return `(select * from new_rows where (${when}) is true) n`
}

function renderGone([, { when = 'true' }]: Named): string {
  return `(select * from old_rows where (${when}) is true) n`
}

function renderUpdated(table: TableDraft, [, { when = 'true', changed }]: Named): string {
  const now = `(select * from new_rows where (${when}) is true) n`
  if (changed === undefined)
    return `${now} where exists (select from old_rows o where o.id = n.id)
      and n.id not in (select id from old_rows where (${when}) is true)`
  const list = (alias: string) =>
    changed.map((column) => `${alias}.${table.sql(column)}`).join(', ')
  return `${now} join old_rows o on o.id = n.id
      where (${list('n')}) is distinct from (${list('o')})`
}
