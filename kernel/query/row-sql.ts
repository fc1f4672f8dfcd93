// A selection -> the list of one JSON row, with nested rows as sub-selects of the same statement.
// What lives in another database leaves a marker in the text, which `references` replaces.
import { quoteIdentifier, raw, type Sql, sql } from '../database/sql.ts'
import { AcervoError } from '../errors/index.ts'
import type { ColumnModel } from '../model/model.ts'
import { isSealed } from './coded/marker.ts'
import { limits } from './limits.ts'
import { misfit } from './misfit.ts'
import { renderOrder, toOrder } from './order.ts'
import { all, columnSql, fromSql, linkSql, liveSql, type Scope, type Source } from './scope.ts'
import type { NestedSelection, Selection } from './selection.ts'
import { renderList, tableSql } from './table-sql.ts'
import { toWhere } from './where.ts'

/** Up to here a page's size is part of the statement. */
export const pageUsualMax = 201

export interface Markers {
  /** Distinguishes this answer's markers from anything that data may hold. */
  nonce(): string
  readonly references: NestedSelection[]
  /** Some cell of the answer is encrypted. */
  sealed: boolean
}

/** What stands in the lateral sub-select whose row becomes JSON. */
export function rowList(
  scope: Scope,
  source: Source,
  selection: Selection,
  markers: Markers,
  distance?: Sql,
): Sql {
  const { shownColumns, showsSealed, shown } = tableSql(source.table)
  const columns =
    selection.columns === shownColumns
      ? raw(shown(source.alias))
      : raw(renderList(source.table, selection.columns, source.alias))
  if (selection.columns === shownColumns ? showsSealed : selection.columns.some(isSealed))
    markers.sealed = true
  const items: Sql[] = selection.columns.length === 0 ? [] : [columns]
  for (const nested of selection.relations)
    items.push(
      sql`${nestedSql(scope, source, nested, markers)} as ${raw(quoteIdentifier(nested.relation.name))}`,
    )
  if (selection.distance) {
    if (distance === undefined)
      throw new AcervoError('ACV200', "'_distance' is selected without 'nearest'")
    items.push(sql`${distance} as "_distance"`)
  }
  return items.reduce((left, right) => sql`${left}, ${right}`)
}

function nestedSql(scope: Scope, source: Source, nested: NestedSelection, markers: Markers): Sql {
  const { relation } = nested
  if (relation.kind === 'reference') return markerSql(source, nested, markers)
  return relation.kind === 'one'
    ? oneSql(scope, source, nested, markers)
    : manySql(scope, source, nested, markers)
}

const tooMany = raw(
  `count(*) > ${limits.rowsMax} then` +
    ` acervo.refuse('AV206', 'a nested list is too long; give it take')::json`,
)

/** `"<nonce>.<number of the reference>:<id>"`, or null. */
function markerSql(source: Source, nested: NestedSelection, markers: Markers): Sql {
  const [name = ''] = nested.relation.on[0] ?? []
  const column = source.table.columns.get(name) as ColumnModel
  const at = markers.references.push(nested) - 1
  return sql`${`${markers.nonce()}.${at}:`}::text || ${columnSql(source, column)}::text`
}

function oneSql(scope: Scope, source: Source, nested: NestedSelection, markers: Markers): Sql {
  const there = { table: nested.selection.table, alias: scope.alias() }
  const list = rowList(scope, there, nested.selection, markers)
  const link = linkSql(source, there, nested.relation)
  const row = raw(`r${there.alias}`)
  const from = sql`${fromSql(there)} cross join lateral (select ${list}) ${row}`
  return sql`(select row_to_json(${row}) from ${from} where ${link})`
}

function manySql(scope: Scope, source: Source, nested: NestedSelection, markers: Markers): Sql {
  const { args, selection, relation } = nested
  const there = { table: selection.table, alias: scope.alias() }
  const list = rowList(scope, there, selection, markers)
  const condition = all([
    linkSql(source, there, relation),
    liveSql(there, args.live),
    toWhere(scope, there, args.where),
  ]) as Sql
  const order = renderOrder(toOrder(scope, there, args.orderBy))
  const row = raw(`r${there.alias}`)
  const set = raw(`s${there.alias}`)
  const take = toCount('take', args.take)
  const page = pageSql(take ?? limits.rowsMax + 1, args.skip)
  const from = sql`${fromSql(there)} cross join lateral (select ${list}) ${row}`
  const rows = sql`select row_to_json(${row}) as j from ${from} where ${condition}${order}${page}`
  const array = sql`coalesce(json_agg(${set}.j), '[]')`
  // Cutting a list off in silence would be a wrong answer.
  const guarded = take === undefined ? sql`case when ${tooMany} else ${array} end` : array
  return sql`(select ${guarded} from (${rows}) ${set})`
}

export function pageSql(take: number, skip: unknown): Sql {
  const offset = toCount('skip', skip) ?? 0
  // As text, so that a generic plan knows it; the few usual sizes do not make many statements.
  const isUsual = take <= pageUsualMax || take > limits.rowsMax
  const limit = isUsual ? raw(` limit ${take}`) : sql` limit ${String(take)}::bigint`
  return offset === 0 ? limit : sql`${limit} offset ${String(offset)}::bigint`
}

export function toCount(name: 'take' | 'skip', value: unknown): number | undefined {
  if (value === undefined) return undefined
  const max = name === 'take' ? limits.rowsMax : Number.MAX_SAFE_INTEGER
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
    throw misfit(name, value, 'a whole number from 0')
  if (value > max)
    throw new AcervoError('ACV206', `'${name}' is ${value}`, {
      details: `Allowed: 0 to ${max}.`,
      hint: 'Read page by page, or export.',
    })
  return value
}
