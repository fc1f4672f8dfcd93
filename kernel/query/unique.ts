// Which unique key a `where` names, for verbs that mean one row. The rest of the `where` filters
// that row further. A key that holds among some rows only brings its own condition along.
import { raw, type Sql, sql } from '../database/sql.ts'
import { AcervoError } from '../errors/index.ts'
import type { ColumnModel, TableModel, UniqueModel } from '../model/model.ts'
import { isPlainObject } from './json-value.ts'
import { describe, misfit } from './misfit.ts'
import { all, columnSql, liveSql, parameter, type Scope, type Source } from './scope.ts'
import { tableSql } from './table-sql.ts'
import { toText } from './value.ts'
import { toWhere } from './where.ts'

export interface Key {
  readonly columns: readonly ColumnModel[]
  /** SQL over bare names. */
  readonly predicate?: string
  /** Values as texts, by column; the key prefix may be absent. */
  readonly values: ReadonlyMap<ColumnModel, string>
  /** What else `where` holds. */
  readonly rest: Readonly<Record<string, unknown>>
}

/** @throws ACV200 when `where` names no unique key. */
export function toKey(table: TableModel, where: unknown): Key {
  if (!isPlainObject(where))
    throw new AcervoError('ACV200', `'where' of '${table.name}' is ${describe(where)}`, {
      details: `Allowed: an object that names one row: ${describeKeys(table)}.`,
    })
  const given = flatten(table, where)
  for (const { columns, where: predicate } of keysOf(table).all) {
    const needed = columns.filter((column) => column !== table.keyPrefix)
    if (needed.length === 0 || !needed.every((column) => isValue(given[column.name]))) continue
    const present = columns.filter((column) => isValue(given[column.name]))
    const values = new Map(present.map((column) => [column, textOf(column, given[column.name])]))
    const rest = Object.fromEntries(
      Object.entries(given).filter(([name]) => !present.some((column) => column.name === name)),
    )
    return { columns, values, rest, ...(predicate === undefined ? {} : { predicate }) }
  }
  throw new AcervoError('ACV200', `'where' does not name one row of '${table.name}'`, {
    details: `Allowed: ${describeKeys(table)}.`,
  })
}

/** The one row of that key, with the default filter that `live` asks for. */
export function keySql(scope: Scope, source: Source, key: Key, live: unknown): Sql {
  const { table } = source
  const conditions = [...key.values].map(
    ([column, text]) => sql`${columnSql(source, column)} = ${parameter(table, column, text)}`,
  )
  const { keyPrefix, prefixFill } = table
  const isPrefixOpen =
    keyPrefix !== undefined && key.columns.includes(keyPrefix) && !key.values.has(keyPrefix)
  // Unique within the asker's own tenant; with several claimed this fails, so that nobody guesses.
  if (isPrefixOpen && prefixFill !== undefined)
    conditions.push(sql`${columnSql(source, keyPrefix)} = ${raw(prefixFill)}`)
  // Unique among live rows alone: a deleted row of the same value would be a second one.
  const isLiveKey = key.predicate === livePredicate(table)
  return all([
    ...conditions,
    isLiveKey ? undefined : predicateSql(source, key),
    boundSql(source, key),
    toWhere(scope, source, key.rest),
    liveSql(source, isLiveKey ? true : live),
  ]) as Sql
}

/** As the Model folds the predicate of `softDeleted` into uniques. */
function livePredicate({ liveColumn }: TableModel): string | undefined {
  return liveColumn === undefined ? undefined : `(${liveColumn.sqlName} is null)`
}

/** Bare names would be ambiguous beside the row's own: hence a sub-select over the table alone. */
function predicateSql({ table, alias }: Source, key: Key): Sql | undefined {
  if (key.predicate === undefined) return undefined
  const { name, quoted } = tableSql(table)
  const columns = table.primaryKey.map((column) => quoted(column))
  const outer = columns.map((column) => `${alias}.${column}`).join(', ')
  const inner = columns.map((column) => `k.${column}`).join(', ')
  return raw(`(${outer}) in (select ${inner} from ${name} k where ${key.predicate})`)
}

/** A UUIDv7 of a partitioned table says in which millisecond its row lies: only that month is read. */
function boundSql(source: Source, key: Key): Sql | undefined {
  const { partition } = source.table
  const id = source.table.columns.get('id')
  const text = id === undefined ? undefined : key.values.get(id)
  if (partition === undefined || text === undefined || key.values.has(partition.by))
    return undefined
  const start = instantOf(text)
  if (start === undefined) return undefined
  const from = new Date(start).toISOString()
  const to = new Date(start + 1).toISOString()
  const by = columnSql(source, partition.by)
  return sql`${by} >= ${from}::timestamptz and ${by} < ${to}::timestamptz`
}

const lastInstant = Date.UTC(9999, 11, 31)

/** Milliseconds of a UUIDv7; undefined for other versions. */
export function instantOf(uuid: string): number | undefined {
  if (uuid[14] !== '7') return undefined
  const time = Number.parseInt(uuid.slice(0, 8) + uuid.slice(9, 13), 16)
  return time > lastInstant ? undefined : time
}

type TableKey = Pick<UniqueModel, 'columns' | 'where'>

interface Keys {
  readonly all: readonly TableKey[]
  /** Prisma's names of compound keys: `a_b`. */
  readonly compound: ReadonlySet<string>
}

const keysByTable = new WeakMap<TableModel, Keys>()

function keysOf(table: TableModel): Keys {
  const known = keysByTable.get(table)
  if (known !== undefined) return known
  const id = table.columns.get('id')
  // The identity of a partitioned table is (id, instant), and yet no two rows share an id.
  const own = id !== undefined && table.primaryKey.includes(id) ? [{ columns: [id] }] : []
  const primary = table.primaryKey.length === 0 ? [] : [{ columns: table.primaryKey }]
  const all: readonly TableKey[] = [...own, ...primary, ...table.uniques]
  const compound = all.filter(({ columns }) => columns.length > 1).map(toName)
  const born = Object.freeze({ all, compound: new Set(compound) })
  keysByTable.set(table, born)
  return born
}

function toName({ columns }: TableKey): string {
  return columns.map(({ name }) => name).join('_')
}

/** Prisma writes a compound key as `{ a_b: { a, b } }`. */
function flatten(table: TableModel, where: Readonly<Record<string, unknown>>) {
  const { compound } = keysOf(table)
  const nested = Object.keys(where).find((name) => compound.has(name) && isPlainObject(where[name]))
  if (nested === undefined) return where
  const { [nested]: value, ...rest } = where
  const key = value as Readonly<Record<string, unknown>>
  const twice = Object.keys(key).find((name) => rest[name] !== undefined)
  if (twice === undefined) return { ...rest, ...key }
  throw new AcervoError('ACV200', `'where' gives '${twice}' beside '${nested}', which holds it`)
}

function isValue(value: unknown): boolean {
  if (value === undefined || value === null) return false
  return !isPlainObject(value) || (Object.keys(value).length === 1 && isValue(value.equals))
}

function textOf(column: ColumnModel, given: unknown): string {
  const text = toText(column, isPlainObject(given) ? given.equals : given)
  if (text === null) throw misfit(column.name, given, 'a value')
  return text
}

function describeKeys(table: TableModel): string {
  const names = keysOf(table).all.map(({ columns }) => columns.map(({ name }) => name).join(' + '))
  return [...new Set(names)].join('; ')
}
