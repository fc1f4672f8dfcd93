// What a soft delete does to linked rows, as the foreign keys would for a real one: soft-deleted
// children of a cascading link go along, `set null` clears the link, `restrict` refuses. Children
// that are deleted for good stay: their parent's row still stands, and may be restored.
import { join, quoteIdentifier, raw, type Sql, sql } from '../database/sql.ts'
import { AcervoError } from '../errors/index.ts'
import type { ColumnModel, ForeignKeyModel, TableModel } from '../model/model.ts'
import { findDatabase } from './name.ts'
import { fromSql, liveSql, type Scope, type Source } from './scope.ts'
import { tableSql } from './table-sql.ts'

export interface Cascade {
  /** Columns of the deleted rows that the CTEs read. */
  readonly columns: readonly ColumnModel[]
  /** Updates that read `w`, the deleted rows. */
  readonly ctes: readonly Sql[]
  /**
   * Statements of their own, before the delete: those that raise ACV303 where a live child is in the way,
   * and those that clear links. One statement writes no row twice, and a row may hold several links.
   */
  readonly before: readonly Sql[]
}

const none: Cascade = Object.freeze({ columns: [], ctes: [], before: [] })

/** `condition` says which rows of `source` are deleted. */
export function planCascade(scope: Scope, source: Source, condition: Sql): Cascade {
  const { table } = source
  if (table.deleteAsUpdate === undefined) return none
  const keys = keyColumns(scope, table)
  const from = sql`from ${fromSql(source)} where ${condition}`
  const root = { table, set: sql`select ${listSql(table, keys, `${source.alias}.`)} ${from}` }
  const state: Walk = { scope, root, ctes: [], guards: [], clears: [] }
  walk(state, 'w', { ...root, tables: [table] })
  // Locked first: what is cleared for a row must not outlive that row's delete.
  const held = sql`select count(*) from (select ${from} for no key update of ${raw(source.alias)}) held`
  const clears = state.clears.length === 0 ? [] : [held, ...state.clears]
  return { columns: keys, ctes: state.ctes, before: [...state.guards, ...clears] }
}

/** Rows of one table: a select of its key columns. */
interface Rows {
  readonly table: TableModel
  readonly set: Sql
}

interface Walk {
  readonly scope: Scope
  readonly root: Rows
  readonly ctes: Sql[]
  readonly guards: Sql[]
  readonly clears: Sql[]
}

interface Path extends Rows {
  /** From the deleted rows down to this table. */
  readonly tables: readonly TableModel[]
}

/** `deleted` names the CTE of the rows that `path` selects. */
function walk(state: Walk, deleted: string, path: Path): void {
  const { table } = path
  const links = childLinks(state.scope, table)
  const trees = links.filter(({ child, key }) => child === table && isCascade(child, key))
  const whole = trees.reduce((set, { key }) => descend(state, table, key, set), deleted)
  const set = trees.reduce((above, { key }) => treeSql(state.scope, table, key, above), path.set)
  const all: Path = { ...path, set }
  for (const { child, key } of links) {
    if (child === table && isCascade(child, key)) continue
    const there: Source = { table: child, alias: state.scope.alias() }
    if (key.onDelete === 'restrict') state.guards.push(guardSql(state.scope, all, there, key))
    else if (key.onDelete === 'set null') state.clears.push(clearSql(state, all, there, key))
    else if (child.deleteAsUpdate !== undefined) follow(state, there, key, whole, all)
  }
}

function follow(
  state: Walk,
  there: Source,
  key: ForeignKeyModel,
  deleted: string,
  path: Path,
): void {
  const { table, alias } = there
  if (path.tables.includes(table))
    throw new AcervoError('ACV211', `'${table.name}' cascades back to itself over other tables`, {
      hint: 'Delete level by level.',
    })
  const cte = `w${alias}`
  const on = sql`${matchSql(there, key, deleted)}${andLive(there)}`
  const { column, value } = table.deleteAsUpdate as NonNullable<TableModel['deleteAsUpdate']>
  const set = raw(`${tableSql(table).quoted(column)} = ${value}`)
  const keys = listSql(table, keyColumns(state.scope, table), `${alias}.`)
  state.ctes.push(
    cteSql(
      cte,
      sql`update ${fromSql(there)} set ${set} from ${raw(deleted)} where ${on} returning ${keys}`,
    ),
  )
  const below = sql`select ${keys} from ${belowSql(state.scope, path, there, key)}`
  walk(state, cte, { table, set: below, tables: [...path.tables, table] })
}

/** A tree in one table: every row below the deleted ones, however deep. Answers the name of all of them. */
function descend(state: Walk, table: TableModel, key: ForeignKeyModel, deleted: string): string {
  const there: Source = { table, alias: state.scope.alias() }
  const { alias } = there
  const { quoted } = tableSql(table)
  const listOf = (columns: readonly ColumnModel[], from: string) => listSql(table, columns, from)
  const keys = keyColumns(state.scope, table)
  const branch = (set: string) =>
    sql`select ${listOf(keys, `${alias}.`)} from ${fromSql(there)} join ${raw(set)} on ${matchSql(there, key, set)}${andLive(there)}`
  const { column, value } = table.deleteAsUpdate as NonNullable<TableModel['deleteAsUpdate']>
  const own = listOf(table.primaryKey, `${alias}.`)
  const primary = listOf(table.primaryKey, '')
  const below = join(
    [
      sql`with recursive below as (${branch(deleted)} union ${branch('below')})`,
      sql`update ${fromSql(there)} set ${raw(`${quoted(column)} = ${value}`)}`,
      sql`where (${own}) in (select ${primary} from below)`,
      sql`and (${own}) not in (select ${primary} from ${raw(deleted)})`,
      sql`returning ${listOf(keys, `${alias}.`)}`,
    ],
    ' ',
  )
  const rowsOf = (set: string) => sql`select ${listOf(keys, '')} from ${raw(set)}`
  const whole = sql`${rowsOf(deleted)} union all ${rowsOf(`b${alias}`)}`
  state.ctes.push(cteSql(`b${alias}`, below), cteSql(`a${alias}`, whole))
  return `a${alias}`
}

/** The same tree as a select, for statements that run before the delete. */
function treeSql(scope: Scope, table: TableModel, key: ForeignKeyModel, set: Sql): Sql {
  const there: Source = { table, alias: scope.alias() }
  const name = `b${there.alias}`
  const keys = keyColumns(scope, table)
  const next = sql`select ${listSql(table, keys, `${there.alias}.`)} from ${fromSql(there)}`
  const on = sql`${matchSql(there, key, name)}${andLive(there)}`
  const tree = sql`with recursive ${raw(name)} as (${set} union ${next} join ${raw(name)} on ${on})`
  return sql`${tree} select ${listSql(table, keys, '')} from ${raw(name)}`
}

function guardSql(scope: Scope, path: Path, there: Source, key: ForeignKeyModel): Sql {
  const message = raw(
    `'a row of ''${path.table.name}'' is still in use by ''${there.table.name}'''`,
  )
  const from = belowSql(scope, path, there, key)
  return sql`select acervo.refuse('AV303', ${message}) from ${from} limit 1`
}

/** The live rows of `there` that link to rows of `path`. */
function belowSql(scope: Scope, path: Path, there: Source, key: ForeignKeyModel): Sql {
  const parent = scope.alias()
  const on = sql`${matchSql(there, key, parent)}${andLive(there)}`
  return sql`${fromSql(there)} join (${path.set}) ${raw(parent)} on ${on}`
}

function cteSql(name: string, statement: Sql): Sql {
  return sql`${raw(name)} as (${statement})`
}

/** Rows that are deleted themselves keep what they link to: they may be restored, and their version counts. */
function clearSql(state: Walk, path: Path, there: Source, key: ForeignKeyModel): Sql {
  const { table, alias } = there
  const { root, scope } = state
  const names = key.setNull ?? key.columns
  const set = raw(names.map((name) => `${quoteIdentifier(name)} = null`).join(', '))
  const parent = scope.alias()
  const own = listSql(table, table.primaryKey, `${alias}.`)
  const roots = listSql(table, table.primaryKey, 'roots.')
  const others =
    table === root.table
      ? sql` and (${own}) not in (select ${roots} from (${root.set}) roots)`
      : raw('')
  const from = sql`${fromSql(there)} set ${set} from (${path.set}) ${raw(parent)}`
  return sql`update ${from} where ${matchSql(there, key, parent)}${others}`
}

function matchSql(there: Source, key: ForeignKeyModel, parentAlias: string): Sql {
  const pairs = key.columns.map((name, at) => {
    const referenced = key.referencedColumns[at] as string
    return `${there.alias}.${quoteIdentifier(name)} = ${parentAlias}.${quoteIdentifier(referenced)}`
  })
  return raw(pairs.join(' and '))
}

function andLive(there: Source): Sql {
  const live = liveSql(there, true)
  return live === undefined ? raw('') : sql` and ${live}`
}

function isCascade(child: TableModel, key: ForeignKeyModel): boolean {
  return key.onDelete === 'cascade' && child.deleteAsUpdate !== undefined
}

function childLinks(scope: Scope, parent: TableModel) {
  const tables = [...findDatabase(scope.model, parent.database).tables.values()]
  return tables.flatMap((child) =>
    child.foreignKeys
      .filter((key) => key.references === parent.sqlName)
      .map((key) => ({ child, key })),
  )
}

function listSql(table: TableModel, columns: readonly ColumnModel[], prefix: string): Sql {
  const { quoted } = tableSql(table)
  return raw(columns.map((column) => `${prefix}${quoted(column)}`).join(', '))
}

/** What links of children point at, and the primary key. */
function keyColumns(scope: Scope, table: TableModel): readonly ColumnModel[] {
  const referenced = new Set(childLinks(scope, table).flatMap(({ key }) => key.referencedColumns))
  return [...table.columns.values()].filter(
    (column) => referenced.has(column.sqlName) || table.primaryKey.includes(column),
  )
}
