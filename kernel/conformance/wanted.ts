// What a specification says, in PostgreSQL's own words: its tables, checks, indexes and views are made in a scratch
// schema under their own names, given the names that stand for them here, read by the queries that read the live
// catalog, and rolled back. What PostgreSQL refuses is told, not lost.
import { randomBytes } from 'node:crypto'
import { quoteIdentifier, quoteLiteral } from '../database/sql.ts'
import type { Direct } from '../database/target.ts'
import type { Specified, SpecifiedIndex, SpecifiedTable } from '../table/specification.ts'
import { type Index, normaliseExpression } from './definition.ts'
import { readStanding, type Standing } from './standing.ts'

export interface Wanted {
  readonly enums: NonNullable<Specified['enums']>
  /** Table and column of the specification -> its type. */
  readonly types: ReadonlyMap<string, string>
  readonly defaults: ReadonlyMap<string, string>
  /** Table and place of the check -> its expression. */
  readonly checks: ReadonlyMap<string, Made<string>>
  readonly indexes: ReadonlyMap<string, Made<Index>>
  readonly views: ReadonlyMap<string, Made<string>>
}

export type Made<Value> = { readonly value: Value } | { readonly refused: string }

/** Table of the specification -> SQL names here: of it, and of its columns. */
export type Names = ReadonlyMap<
  string,
  { readonly table: string; readonly columns: ReadonlyMap<string, string> }
>

export function toPlace(table: string, name: string | number): string {
  return `${table}.${name}`
}

export async function readWanted(
  direct: Direct,
  specified: Specified,
  names: Names,
): Promise<Wanted> {
  const schema = `acervo_scratch_${randomBytes(6).toString('hex')}`
  await direct.script('begin')
  try {
    await direct.script(
      `create schema ${schema}; set local search_path to ${schema}, acervo, pg_catalog`,
    )
    const made = await makeAll(direct, specified)
    const renamed = await renameAll(direct, specified, names)
    return toWanted(specified, made, await readStanding(direct, schema), renamed)
  } finally {
    await direct.script('rollback')
  }
}

/** Refusals by place; the kinds apart, because names of different kinds may be equal. */
interface Refusals {
  readonly checks: ReadonlyMap<string, string>
  readonly indexes: ReadonlyMap<string, string>
  readonly views: ReadonlyMap<string, string>
}

async function makeAll(direct: Direct, specified: Specified): Promise<Refusals> {
  const { enums = {}, tables, views = [] } = specified
  for (const [name, values] of Object.entries(enums))
    await direct.script(
      `create type ${quoteIdentifier(name)} as enum (${values.map(quoteLiteral).join(', ')})`,
    )
  for (const table of tables) await direct.script(renderTable(table))
  const checks = new Map<string, string>()
  const indexes = new Map<string, string>()
  const refusedViews = new Map<string, string>()
  const make = async (refused: Map<string, string>, place: string, sql: string) => {
    const problem = await attempt(direct, sql)
    if (problem !== undefined) refused.set(place, problem)
  }
  for (const table of tables) {
    const name = quoteIdentifier(table.name)
    for (const [at, check] of (table.checks ?? []).entries()) {
      const expression =
        'values' in check
          ? `${quoteIdentifier(check.column)} in (${check.values.map(quoteLiteral).join(', ')})`
          : check.expression
      const sql = `alter table ${name} add constraint c${at} check (${expression})`
      await make(checks, toPlace(table.name, at), sql)
    }
    for (const [at, index] of (table.indexes ?? []).entries())
      await make(indexes, toPlace(table.name, at), renderIndex(table, index, at))
  }
  for (const { name, definition } of views)
    await make(refusedViews, name, `create view ${quoteIdentifier(name)} as ${definition}`)
  return { checks, indexes, views: refusedViews }
}

function renderTable({ name, columns }: SpecifiedTable): string {
  const lines = Object.entries(columns).map(([column, { type = 'text', default: value }]) => {
    // A function of Prisma, not of PostgreSQL.
    const initial = value === undefined || value === 'cuid()' ? '' : ` default ${value}`
    return `${quoteIdentifier(column)} ${type}${initial}`
  })
  return `create table ${quoteIdentifier(name)} (${lines.join(', ')})`
}

function renderIndex(table: SpecifiedTable, index: SpecifiedIndex, at: number): string {
  const { method = 'btree', operatorClass, expression, columns, where } = index
  const opclass = operatorClass === undefined ? '' : ` ${operatorClass}`
  const elements =
    expression === undefined
      ? columns.map((column) => {
          const [name = '', direction] = column.split(' ')
          return `${quoteIdentifier(name)}${opclass}${direction === undefined ? '' : ` ${direction}`}`
        })
      : [`(${expression})`]
  const unique = index.unique ? 'unique ' : ''
  const end = where === undefined ? '' : ` where ${where}`
  const on = quoteIdentifier(table.name)
  return `create ${unique}index ${quoteIdentifier(toIndexName(table, at))} on ${on} using ${method} (${elements.join(', ')})${end}`
}

/** A name of our own: the specification may use one twice. */
function toIndexName(table: SpecifiedTable, at: number): string {
  return `${table.name}#${at}`
}

/** Answers the scratch name of each table: its name here, unless two stand for one. */
async function renameAll(
  direct: Direct,
  { tables }: Specified,
  names: Names,
): Promise<ReadonlyMap<string, string>> {
  const renamed = new Map<string, string>()
  for (const { name } of tables) {
    const given = names.get(name)
    const from = quoteIdentifier(name)
    for (const [column, to] of given?.columns ?? [])
      if (column !== to)
        await attempt(
          direct,
          `alter table ${from} rename column ${quoteIdentifier(column)} to ${quoteIdentifier(to)}`,
        )
    const isSame = given === undefined || given.table === name
    const sql = `alter table ${from} rename to ${quoteIdentifier(given?.table ?? name)}`
    const isKept = isSame || (await attempt(direct, sql)) !== undefined
    renamed.set(name, isKept ? name : given.table)
  }
  return renamed
}

function toWanted(
  { enums = {}, tables, views = [] }: Specified,
  refused: Refusals,
  standing: Standing,
  renamed: ReadonlyMap<string, string>,
): Wanted {
  const wanted = {
    enums,
    types: new Map<string, string>(),
    defaults: new Map<string, string>(),
    checks: new Map<string, Made<string>>(),
    indexes: new Map<string, Made<Index>>(),
    views: new Map<string, Made<string>>(),
  }
  for (const table of tables) {
    const made = standing.tables.get(renamed.get(table.name) ?? '')
    // In the order of their making: a catalog keeps the order of columns.
    const columns = [...(made?.columns.values() ?? [])]
    for (const [at, [name, { type }]] of Object.entries(table.columns).entries()) {
      const place = toPlace(table.name, name)
      if (type !== undefined) wanted.types.set(place, columns[at]?.type ?? type)
      const initial = columns[at]?.default
      if (initial) wanted.defaults.set(place, initial)
    }
    for (const at of (table.checks ?? []).keys()) {
      const place = toPlace(table.name, at)
      const value = normaliseExpression(made?.checks.get(`c${at}`) ?? '')
      wanted.checks.set(place, toMade(value, refused.checks.get(place)))
    }
    for (const at of (table.indexes ?? []).keys()) {
      const place = toPlace(table.name, at)
      const value = made?.indexes.get(toIndexName(table, at)) as Index
      wanted.indexes.set(place, toMade(value, refused.indexes.get(place)))
    }
  }
  for (const { name } of views) {
    const value = standing.tables.get(name)?.query ?? ''
    wanted.views.set(name, toMade(value, refused.views.get(name)))
  }
  return wanted
}

function toMade<Value>(value: Value, refused: string | undefined): Made<Value> {
  return refused === undefined ? { value } : { refused }
}

/** What was refused is undone alone. Answers why. */
async function attempt(direct: Direct, sql: string): Promise<string | undefined> {
  // Apart: of a message with a mistake in its grammar nothing runs.
  await direct.script('savepoint attempt')
  try {
    await direct.script(`${sql}; release savepoint attempt`)
    return undefined
  } catch (error) {
    await direct.script('rollback to savepoint attempt')
    const { message, cause } = error as Error
    return cause instanceof Error ? cause.message : message
  }
}
