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
  const onInsert = renderInsert(table, aggregate, born, {
    from: renderRows('new_rows', born, 'n'),
    isTold: (_, at) => `n.${flag(at)}`,
  })
  const lasting = kept.filter(([, one]) => one.when !== undefined || one.changed !== undefined)
  const onUpdate = renderInsert(table, aggregate, lasting, {
    from: `${renderRows('new_rows', lasting, 'n')}
        join ${renderRows('old_rows', lasting, 'o')} on o.id = n.id`,
    isTold: (event, at) => renderUpdated(table, event, at),
  })
  const onDelete = renderInsert(table, aggregate, gone, {
    from: renderRows('old_rows', gone, 'n'),
    isTold: (_, at) => `n.${flag(at)}`,
  })
  const deletion = gone.length === 0 ? '' : `elsif tg_op = 'DELETE' then\n    ${onDelete}\n  `
  return `begin
  if tg_op = 'INSERT' then
    ${onInsert}
  ${deletion}else
    ${onUpdate}
  end if;
  return null;
end`
}

interface Source {
  /** The rows as `n`. */
  readonly from: string
  readonly isTold: (event: Named, at: number) => string
}

/**
 * One statement for all events, and one look at each row: most writes are of one, and what a statement costs before
 * its first row is most of it. Events come with their numbers: a row that its outbox has to number afterwards is
 * written twice. Counters are locked in the order of their keys, as the outbox does.
 */
function renderInsert(
  table: TableDraft,
  aggregate: string,
  events: readonly Named[],
  source: Source,
): string {
  if (events.length === 0) return 'null;'
  const columns = new Set(events.flatMap(([, { payload }]) => Object.values(payload)))
  const held = [...columns].map((column) => `n.${table.sql(column)}`)
  const places = events.map(
    (event, at) => `case when ${source.isTold(event, at)} then ${at + 1} end`,
  )
  const each = (render: (event: Named) => string | number) => events.map(render).join(', ')
  const payloads = events.map(
    ([, { payload }], at) => `when ${at + 1} then ${renderPayload(payload)}`,
  )
  return `with told as (
      select ${held.join(', ')}${held.length === 0 ? '' : ', '}n.id::text as "its id",
        array_remove(array[${places.join(', ')}], null) as "its events"
      from ${source.from}
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, ${quoteLiteral(aggregate)}, n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into {table:outbox_events}
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select ${quoteLiteral(aggregate)}, n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array[${each(([name]) => quoteLiteral(name))}])[p.place],
      (array[${each(([, { version = 1 }]) => version)}])[p.place],
      case p.place ${payloads.join('\n        ')} end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;`
}

function renderPayload(payload: Emission['payload']): string {
  const fields = Object.entries(payload).map(
    ([field, column]) => `${quoteLiteral(field)}, {json:n:${column}}`,
  )
  return `jsonb_build_object(${fields.join(', ')})`
}

/** Each row with what holds for it: the conditions know no alias. */
function renderRows(rows: string, events: readonly Named[], alias: string): string {
  const flags = events.map(([, { when = 'true' }], at) => `(${when}) is true as ${flag(at)}`)
  return `(select *, ${flags.join(', ')} from ${rows}) ${alias}`
}

function renderUpdated(table: TableDraft, [, { changed }]: Named, at: number): string {
  if (changed === undefined) return `n.${flag(at)} and not o.${flag(at)}`
  const list = (alias: string) =>
    changed.map((column) => `${alias}.${table.sql(column)}`).join(', ')
  return `n.${flag(at)} and (${list('n')}) is distinct from (${list('o')})`
}

/** A blank: no column is called so. */
const flag = (at: number): string => `"holds ${at}"`
