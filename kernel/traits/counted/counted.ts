// counted: a child keeps a number on its parent exact, by deltas: insert, update, move and delete.
// A re-count per write would be quadratic; a delta per statement is one update of the parents touched.
import { toSqlName, toSqlText } from '../../table/name.ts'
import { defineFeature, type Feature, type NoColumns, type TableDraft } from '../../table/table.ts'

export interface CountedOptions {
  /** The parent's `counter()` column. */
  readonly into: string
  /** A column of this table to add up; rows are counted where it is left out. */
  readonly sum?: string
  /** SQL over SQL names: which rows count. */
  readonly where?: string
}

/** `link` is the `belongsTo` column that leads to the parent. */
export function counted(link: string, options: CountedOptions): Feature<NoColumns> {
  return defineFeature('counted', (table) => {
    const parent = table.columns[link]?.link?.table ?? ''
    const into = toSqlName(options.into)
    return [
      {
        kind: 'routine',
        name: `count_${into}`,
        // The request's role may not write a counter.
        security: 'definer',
        body: renderBody({ table, link, parent, into, options }),
        maintains: [
          { table: parent, column: options.into, recount: renderRecount(table, link, options) },
        ],
        triggers: (['insert', 'update', 'delete'] as const).map((event) => ({
          name: `count_${into}_${event}`,
          when: 'after' as const,
          event,
          each: 'statement' as const,
        })),
      },
    ]
  })
}

/** What the counter of the parent `p` must be; the deltas keep it there. */
function renderRecount(table: TableDraft, link: string, options: CountedOptions): string {
  const amount = options.sum === undefined ? 'count(*)' : `sum(r.${table.sql(options.sum)})`
  const where = `r.${table.sql(link)} = p.id and {live:r} and (${options.where ?? 'true'})`
  return `(select coalesce(${amount}, 0) from {table} r where ${where})`
}

interface Parts {
  readonly table: TableDraft
  readonly link: string
  readonly parent: string
  readonly into: string
  readonly options: CountedOptions
}

function renderBody(parts: Parts): string {
  const { table, link, options } = parts
  const amount = options.sum === undefined ? '1' : `coalesce(r.${table.sql(options.sum)}, 0)`
  const source = (rows: string, sign: string) =>
    `select r.${table.sql(link)} as id, ${sign}${amount} as n from ${rows} r` +
    ` where {live:r} and (${options.where ?? 'true'})`
  const added = source('new_rows', '')
  const removed = source('old_rows', '-')
  return `begin
  if tg_op = 'INSERT' then
    ${applyDelta(parts, added)}
  elsif tg_op = 'DELETE' then
    ${applyDelta(parts, removed)}
  else
    ${applyDelta(parts, `${added} union all ${removed}`)}
  end if;
  return null;
end`
}

/** Parents are locked in the order of their ids: two bulk writes must not deadlock. */
function applyDelta({ parent, into }: Parts, source: string): string {
  return `with delta as (
      select c.id, sum(c.n) as n from (${source}) c
      where c.id is not null group by c.id having sum(c.n) <> 0
    ), locked as (
      select p.id from {table:${parent}} p join delta on delta.id = p.id
      order by p.id for no key update of p
    )
    update {table:${parent}} p set ${toSqlText(into)} = p.${toSqlText(into)} + delta.n
    from delta join locked on locked.id = delta.id where p.id = delta.id;`
}
