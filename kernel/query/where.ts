// `where` -> a condition. Prisma's shapes; SQL's three-valued logic: a comparison with an empty
// value is neither true nor false, so `not` leaves empty values out.
import { join, raw, type Sql, sql } from '../database/sql.ts'
import { AcervoError } from '../errors/index.ts'
import type { TableModel } from '../model/model.ts'
import { toColumnFilter } from './filter.ts'
import { isPlainObject } from './json-value.ts'
import { describe } from './misfit.ts'
import { unknown } from './name.ts'
import { toRelationFilter } from './relation-filter.ts'
import { assertDepth, type Scope, type Source } from './scope.ts'

/** Undefined where nothing is asked. */
export function toWhere(scope: Scope, source: Source, where: unknown, depth = 0): Sql | undefined {
  if (where === undefined) return undefined
  assertDepth(depth)
  if (!isPlainObject(where))
    throw new AcervoError('ACV200', `'where' of '${source.table.name}' is ${describe(where)}`, {
      details: 'Allowed: an object of columns, relations, AND, OR and NOT.',
    })
  const conditions: Sql[] = []
  for (const key of Object.keys(where)) {
    scope.spend()
    const condition = toCondition(scope, source, key, where[key], depth)
    if (condition !== undefined) conditions.push(condition)
  }
  return conditions.length === 0 ? undefined : join(conditions, ' and ')
}

function toCondition(
  scope: Scope,
  source: Source,
  key: string,
  value: unknown,
  depth: number,
): Sql | undefined {
  // Left out silently, a missing value would turn a filter into "every row".
  if (value === undefined)
    throw new AcervoError('ACV205', `'${key}' of 'where' is undefined`, {
      hint: 'Leave the key out to ask for every row, or give null for rows without a value.',
    })
  if (key === 'AND' || key === 'OR' || key === 'NOT')
    return toLogic(scope, source, key, value, depth)
  const column = source.table.columns.get(key)
  if (column !== undefined) return toColumnFilter(source, column, value)
  const relation = source.table.relations.get(key)
  if (relation !== undefined)
    return toRelationFilter(scope, { ...source, toWhere }, relation, value, depth + 1)
  throw unknownKey(source.table, key)
}

function toLogic(
  scope: Scope,
  source: Source,
  key: 'AND' | 'OR' | 'NOT',
  value: unknown,
  depth: number,
): Sql | undefined {
  const items = Array.isArray(value) ? value : [value]
  const always = raw('true')
  const parts = items.map((item) => {
    scope.spend()
    const condition = toWhere(scope, source, item, depth + 1) ?? always
    return key === 'NOT' ? sql`not (${condition})` : sql`(${condition})`
  })
  // As in Prisma: an OR of nothing is false, an AND or NOT of nothing is true.
  if (parts.length === 0) return key === 'OR' ? raw('false') : undefined
  return key === 'OR' ? sql`(${join(parts, ' or ')})` : join(parts, ' and ')
}

function unknownKey(table: TableModel, key: string): AcervoError {
  const known = [...table.columns.keys(), ...table.relations.keys(), 'AND', 'OR', 'NOT']
  return unknown('ACV203', `'${table.name}' has no column or relation '${key}'`, key, known)
}
