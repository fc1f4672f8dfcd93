// `orderBy` -> order keys. Every order ends in the primary key, so that no two rows share a place
// and a page can begin where the last one ended.
import { join, raw, type Sql, sql } from '../database/sql.ts'
import { AcervoError } from '../errors/index.ts'
import type { TableModel } from '../model/model.ts'
import { assertOrdered } from './coded/encoded.ts'
import { isPlainObject } from './json-value.ts'
import { limits } from './limits.ts'
import { describe } from './misfit.ts'
import { unknown } from './name.ts'
import { columnSql, fromSql, linkSql, relatedTable, type Scope, type Source } from './scope.ts'
import { tableSql } from './table-sql.ts'

export type Direction = 'asc' | 'desc'

export interface OrderKey {
  readonly expression: Sql
  readonly cast: Sql
  readonly direction: Direction
  readonly nullable: boolean
}

/** The keys of `orderBy`, then those of the primary key that it does not name. */
export function toOrder(
  scope: Scope,
  source: Source,
  orderBy: unknown,
  leading: readonly OrderKey[] = [],
): readonly OrderKey[] {
  const entries = toEntries(source.table, orderBy)
  const keys = [...leading, ...entries.map(([name, value]) => toKey(scope, source, name, value, 0))]
  // The direction of the last key: where all agree, one row comparison can walk an index.
  const direction = keys.at(-1)?.direction ?? 'asc'
  const named = new Set(entries.map(([name]) => name))
  for (const column of source.table.primaryKey)
    if (!named.has(column.name)) keys.push(columnKey(source, column.name, direction))
  return keys
}

export function renderOrder(keys: readonly OrderKey[]): Sql {
  if (keys.length === 0) return raw('')
  // asc puts empty values last, desc first: PostgreSQL's own defaults, which its indexes follow.
  const items = keys.map(({ expression, direction }) =>
    direction === 'desc' ? sql`${expression} desc` : expression,
  )
  return sql` order by ${join(items, ', ')}`
}

export function toEntries(
  table: TableModel,
  orderBy: unknown,
): readonly (readonly [string, unknown])[] {
  if (orderBy === undefined) return []
  const items: readonly unknown[] = Array.isArray(orderBy) ? orderBy : [orderBy]
  const entries = items.flatMap((item) => {
    if (!isPlainObject(item))
      throw new AcervoError('ACV200', `'orderBy' of '${table.name}' is ${describe(item)}`, {
        details: "Allowed: objects such as { name: 'asc' }.",
      })
    return Object.entries(item).filter(([, value]) => value !== undefined)
  })
  if (entries.length > limits.orderKeysMax)
    throw new AcervoError('ACV206', `'orderBy' holds ${entries.length} keys`, {
      details: `Allowed: ${limits.orderKeysMax}.`,
    })
  return entries
}

function toKey(
  scope: Scope,
  source: Source,
  name: string,
  value: unknown,
  depth: number,
): OrderKey {
  const relation = source.table.relations.get(name)
  if (relation === undefined || source.table.columns.has(name))
    return columnKey(source, name, value)
  const entries = relation.kind === 'one' && isPlainObject(value) ? Object.entries(value) : []
  const [entry] = entries
  if (entry === undefined || entries.length > 1)
    throw new AcervoError('ACV211', `rows cannot be ordered by '${name}' in this way`, {
      details: "Allowed: one column over a to-one relation, such as { client: { name: 'asc' } }.",
    })
  if (depth + 1 > limits.orderDepthMax)
    throw new AcervoError('ACV206', "'orderBy' is nested too deeply", {
      details: `Allowed: ${limits.orderDepthMax} links.`,
    })
  const there = { table: relatedTable(scope, relation), alias: scope.alias() }
  const inner = toKey(scope, there, entry[0], entry[1], depth + 1)
  const link = linkSql(source, there, relation)
  return {
    ...inner,
    expression: sql`(select ${inner.expression} from ${fromSql(there)} where ${link})`,
    nullable: true,
  }
}

function columnKey(source: Source, name: string, direction: unknown): OrderKey {
  const column = source.table.columns.get(name)
  if (column === undefined) {
    const known = [...source.table.columns.keys()]
    throw unknown('ACV203', `'${source.table.name}' has no column '${name}'`, name, known)
  }
  assertOrdered(column, 'ordered')
  const { type, optional } = column.spec
  if (['json', 'vector', 'searchVector'].includes(type.name))
    throw new AcervoError('ACV211', `rows cannot be ordered by '${name}'`, {
      details: `It is of the type ${type.name}.`,
    })
  return {
    expression: columnSql(source, column),
    cast: tableSql(source.table).cast(column),
    direction: toDirection(name, direction),
    // A view's columns are what its query gives, whatever their declaration promises.
    nullable: optional || source.table.kind === 'view',
  }
}

export function toDirection(name: string, value: unknown): Direction {
  if (value === 'asc' || value === 'desc') return value
  throw new AcervoError('ACV200', `the direction of '${name}' is ${describe(value)}`, {
    details: "Allowed: 'asc' or 'desc'.",
  })
}
