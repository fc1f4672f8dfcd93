// counted: a child keeps a number on its parent exact, by deltas: insert, update, move and delete.
// A re-count per write would be quadratic; a delta per statement is one update of the parents touched.
import { toSqlName, toSqlText } from '../../table/name.ts'
import { defineFeature, type Feature, type NoColumns, type TableDraft } from '../../table/table.ts'

/** What one row adds to its parent: itself, a column of its own, or any amount. */
export interface Share {
  /** A column of this table to add up; rows are counted where neither it nor `amount` is said. */
  readonly sum?: string
  /** Instead: SQL over SQL names, so that a row may also take away. */
  readonly amount?: string
  /** SQL over SQL names: which rows count. */
  readonly where?: string
}

export interface CountedOptions extends Share {
  /** The parent's `counter()` column, or a maintained decimal that begins at 0. */
  readonly into: string
  /** Further links to the same parents that share in the same number: where a row moves something between two. */
  readonly also?: Readonly<Record<string, Share>>
}

/** `link` is the `belongsTo` column that leads to the parent. */
export function counted(link: string, options: CountedOptions): Feature<NoColumns> {
  return defineFeature('counted', (table) => {
    const parent = table.columns[link]?.link?.table ?? ''
    const into = toSqlName(options.into)
    const shares: Shares = [[link, options], ...Object.entries(options.also ?? {})]
    return [
      {
        kind: 'routine',
        name: `count_${into}`,
        // The request's role may not write a counter.
        security: 'definer',
        body: renderBody({ table, parent, into, shares }),
        maintains: [{ table: parent, column: options.into, recount: renderRecount(table, shares) }],
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

type Shares = readonly (readonly [link: string, share: Share])[]

/** What the counter of the parent `p` must be; the deltas keep it there. */
function renderRecount(table: TableDraft, shares: Shares): string {
  const sums = shares.map(([link, share]) => {
    const where = `r.${table.sql(link)} = p.id and {live:r} and (${share.where ?? 'true'})`
    return `(select coalesce(sum(${toAmount(table, share)}), 0) from {table} r where ${where})`
  })
  return sums.join(' + ')
}

function toAmount(table: TableDraft, { sum, amount }: Share): string {
  if (amount !== undefined) return `coalesce((${amount}), 0)`
  return sum === undefined ? '1' : `coalesce(r.${table.sql(sum)}, 0)`
}

interface Parts {
  readonly table: TableDraft
  readonly parent: string
  readonly into: string
  readonly shares: Shares
}

function renderBody(parts: Parts): string {
  const { table, shares } = parts
  const source = (rows: string, sign: string) =>
    shares
      .map(
        ([link, share]) =>
          `select r.${table.sql(link)} as id, ${sign}${toAmount(table, share)} as n from ${rows} r` +
          ` where {live:r} and (${share.where ?? 'true'})`,
      )
      .join(' union all ')
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

function applyDelta(parts: Parts, source: string): string {
  const { table, parent } = parts
  const text = renderUpdate(parts, source)
  if (parent !== table.sqlName) return text
  // The update of its own table calls it again, also where it changes no row.
  return `if exists (
      select from (${source}) c where c.id is not null group by c.id having sum(c.n) <> 0
    ) then
      ${text}
    end if;`
}

/**
 * Parents are locked in the order of their ids: two bulk writes must not deadlock. The update is a statement of its
 * own, which sees what was waited for: one that locks and updates with one snapshot may wait behind who waits for it.
 */
function renderUpdate({ parent, into }: Parts, source: string): string {
  const delta = `select c.id, sum(c.n) as n from (${source}) c
      where c.id is not null group by c.id having sum(c.n) <> 0`
  return `perform from {table:${parent}} p where p.id in (select d.id from (${delta}) d)
      order by p.id for no key update of p;
    update {table:${parent}} p set ${toSqlText(into)} = p.${toSqlText(into)} + delta.n
    from (${delta}) delta where p.id = delta.id;`
}
