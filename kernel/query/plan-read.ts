// findMany, findFirst, findUnique -> one statement whose rows are JSON texts, with the order keys
// and the version beside them where they are asked for.
import { join, raw, type Sql, sql } from '../database/sql.ts'
import { AcervoError } from '../errors/index.ts'
import type { TableModel } from '../model/model.ts'
import { toKeyset } from './keyset.ts'
import { limits } from './limits.ts'
import { type OrderKey, renderOrder, toOrder } from './order.ts'
import { prefixSql } from './prefix.ts'
import { type Nearest, nearestKey, searchOf } from './ranking.ts'
import { isNoted, noteKeySql, withNote } from './read-note.ts'
import type { Request } from './request.ts'
import { type Markers, pageSql, rowList, toCount } from './row-sql.ts'
import { all, columnSql, fromSql, liveSql, type Scope, type Source } from './scope.ts'
import { toSelection } from './selection.ts'
import { keySql, toKey } from './unique.ts'
import { toWhere } from './where.ts'

export interface ReadOptions {
  /** One row more than asked is read, and order keys come with each row. */
  readonly page?: boolean
  readonly version?: boolean
  /** The asker's. */
  readonly settings?: Readonly<Record<string, string>>
}

export interface ReadSql {
  readonly sql: Sql
  readonly keys: number
  /** Rows to answer; one more may come. Undefined where every row is wanted. */
  readonly take: number | undefined
}

export function planRead(
  scope: Scope,
  table: TableModel,
  request: Request,
  markers: Markers,
  options: ReadOptions,
): ReadSql {
  const source: Source = { table, alias: scope.alias() }
  const isUnique = request.verb === 'findUnique'
  const search = searchOf(source, request.q)
  const nearest = nearestKey(source, request.nearest)
  const keys = isUnique ? [] : orderOf(scope, source, request)
  const cursor = cursorOf(scope, source, request)
  const condition = all([
    isUnique
      ? keySql(scope, source, toKey(table, request.where), request.live)
      : toWhere(scope, source, request.where),
    isUnique ? undefined : prefixSql(source, options.settings),
    isUnique ? undefined : liveSql(source, request.live),
    search?.condition,
    nearest?.condition,
    afterSql(table, keys, request.after),
    cursor?.condition,
  ])
  const selection = toSelection(scope, table, request)
  const list = rowList(scope, source, selection, markers, nearest?.expression)
  const isPaged = options.page === true && !isUnique
  const chosen: Chosen = {
    source,
    keys,
    from: sql`${fromSql(source)}${cursor?.join ?? raw('')}`,
    where: condition === undefined ? raw('') : sql` where ${condition}`,
    limit: limitSql(request, isPaged),
    ...(isUnique ? {} : walkOf(nearest, request, isPaged)),
  }
  const reading = isUnique ? oneSql(chosen, list, options) : listSql(chosen, list, options)
  const columns = 1 + (options.version === true ? 1 : 0) + (isPaged ? keys.length : 0)
  return {
    sql: isNoted(table) ? withNote(table, reading, columns) : reading,
    keys: isPaged ? keys.length : 0,
    take: takeOf(request),
  }
}

interface Chosen {
  readonly source: Source
  readonly keys: readonly OrderKey[]
  readonly from: Sql
  readonly where: Sql
  readonly limit: Sql
  /** The nearest rows come first, and an index may find them. */
  readonly walk?: Walk
}

type Walk = NonNullable<Nearest['walk']> & { readonly rows: number }

/** A first page in the order of nearness; what begins elsewhere is compared row by row. */
function walkOf(nearest: Nearest | undefined, request: Request, isPaged: boolean) {
  const { orderBy, cursor, after, skip } = request
  const take = takeOf(request)
  const isElsewhere = [orderBy, cursor, after, skip].some((part) => part !== undefined)
  if (nearest?.walk === undefined || isElsewhere || take === undefined || take <= 0) return {}
  return { walk: { ...nearest.walk, rows: isPaged ? take + 1 : take } }
}

function oneSql({ source, from, where }: Chosen, list: Sql, options: ReadOptions): Sql {
  const shown = sql`row_to_json(r)${besides(source, [], options)}`
  return sql`select ${shown} from ${from} cross join lateral (select ${list}) r${where}`
}

/** Rows are chosen before they are rendered: else a sort makes the JSON of every row that it leaves out. */
function listSql(chosen: Chosen, list: Sql, options: ReadOptions): Sql {
  const { source, keys, from, where, limit } = chosen
  const { table, alias } = source
  const named = keys.map((key, at) => ({ ...key, expression: raw(`"#${at}"`) }))
  const own = keys.map(({ expression }, at) => sql`, ${expression} as ${raw(`"#${at}"`)}`)
  const version = options.version === true && table.kind !== 'view' ? `, ${alias}.xmin` : ''
  const columns = sql`${raw(`${alias}.*${version}`)}${join(own, '')}`
  const exact = (condition: Sql) =>
    sql`select ${columns} from ${from}${condition}${renderOrder(named)}${limit}`
  const placed = keys.map((key, at) => ({ ...key, expression: raw(`${alias}."#${at}"`) }))
  const shown = sql`row_to_json(r)${besides(source, options.page === true ? placed : [], options)}`
  const rows = chosen.walk === undefined ? exact(where) : walkedSql(chosen, chosen.walk, exact)
  const all = sql`(${rows}) ${raw(alias)}`
  // Said once more, since SQL promises no order from within; the plan has it already and sorts nothing.
  return sql`select ${shown} from ${all} cross join lateral (select ${list}) r${renderOrder(placed)}`
}

/**
 * Up to a number of rows each is compared, which is right; above it the index is walked, on and on until there are
 * enough that the policies and conditions let through. Should it end before, each row is compared after all.
 */
function walkedSql(
  { source, from, where, limit }: Chosen,
  { expression, exactRowsMax, rows }: Walk,
  exact: (where: Sql) => Sql,
): Sql {
  const key = join(
    source.table.primaryKey.map((column) => columnSql(source, column)),
    ', ',
  )
  const most = raw(String(exactRowsMax))
  const strict = `set_config('hnsw.iterative_scan', 'strict_order', true)`
  const size = sql`select count(*) <= ${most} as few from (select from ${from}${where} limit ${most} + 1) c`
  const near = sql`select ${key} from ${from}${where} and not (select few from size)
    and (select ${raw(strict)}) is not null order by ${expression}${limit}`
  const enough = sql`(select count(*) from near) >= ${String(rows)}::bigint`
  const found = exact(sql`${where} and (${key}) in (select * from near) and ${enough}`)
  return sql`with size as materialized (${size}), near as materialized (${near})
    (${found}) union all (${exact(sql`${where} and not ${enough}`)})`
}

/** One row more than asked tells whether a page, or too long an answer, goes on. */
function limitSql(request: Request, isPaged: boolean): Sql {
  if (request.verb === 'findUnique') return raw('')
  const take = takeOf(request)
  if (take === undefined) return pageSql(limits.rowsMax + 1, request.skip)
  return pageSql(isPaged ? take + 1 : take, request.skip)
}

/** Result columns beside the row: version, then order keys. */
function besides({ table, alias }: Source, keys: readonly OrderKey[], options: ReadOptions): Sql {
  const version =
    options.version !== true ? '' : table.kind === 'view' ? ', null' : `, ${alias}.xmin`
  const all = keys.reduce((sum, { expression }) => sql`${sum}, (${expression})::text`, raw(version))
  return isNoted(table) ? sql`${all}${noteKeySql(table, alias)}` : all
}

function takeOf(request: Request): number | undefined {
  if (request.verb === 'findFirst' || request.verb === 'findUnique') return 1
  return toCount('take', request.take)
}

function afterSql(
  table: TableModel,
  keys: readonly OrderKey[],
  after: Request['after'],
): Sql | undefined {
  if (after === undefined) return undefined
  assertKeyed(table)
  if (!Array.isArray(after) || after.length !== keys.length)
    throw new AcervoError('ACV207', 'the cursor belongs to another order', {
      hint: 'Start again without a cursor.',
    })
  const places = keys.map(({ cast }, at) => {
    const text: string | null = after[at] ?? null
    return { value: sql`${text}${cast}`, isNull: text === null }
  })
  return toKeyset(keys, places, false)
}

/** Nearest and best matches first, where nothing else is asked. */
function orderOf(scope: Scope, source: Source, request: Request): readonly OrderKey[] {
  const { orderBy, nearest, q } = request
  const ranking = [nearestKey(source, nearest), searchOf(source, q)?.key]
  const leading = orderBy === undefined ? ranking.filter((key) => key !== undefined) : []
  return toOrder(scope, source, orderBy, leading)
}

/** Prisma's cursor names a row by a unique key; its place in the order is read in the same statement. */
function cursorOf(scope: Scope, source: Source, request: Request) {
  if (request.cursor === undefined) return undefined
  assertKeyed(source.table)
  const start: Source = { table: source.table, alias: scope.alias() }
  const here = orderOf(scope, source, request)
  const there = orderOf(scope, start, request)
  const names = there.map((_, at) => raw(`k${at}`))
  const list = there
    .map(({ expression }, at) => sql`${expression} as ${names[at]}`)
    .reduce((left, right) => sql`${left}, ${right}`)
  const found = keySql(scope, start, toKey(source.table, request.cursor), false)
  const places = names.map((name) => ({ value: sql`start.${name}`, isNull: undefined }))
  return {
    join: sql` cross join (select ${list} from ${fromSql(start)} where ${found} limit 1) start`,
    condition: toKeyset(here, places, true),
  }
}

function assertKeyed(table: TableModel): void {
  if (table.primaryKey.length > 0) return
  throw new AcervoError('ACV211', `'${table.name}' has no key, so it has no cursor`, {
    hint: 'Declare the key of the view.',
  })
}
