// Where a page begins: the rows after (or from) a place in an order. Exact for mixed directions
// and for empty values, which stand last in asc and first in desc.
import { join, raw, type Sql, sql } from '../database/sql.ts'
import type { OrderKey } from './order.ts'

export interface Place {
  readonly value: Sql
  /** Undefined where only the database knows. */
  readonly isNull: boolean | undefined
}

export function toKeyset(
  keys: readonly OrderKey[],
  places: readonly Place[],
  inclusive: boolean,
): Sql {
  const [first] = keys
  if (first === undefined) return raw('true')
  const agree = keys.every((key) => key.direction === first.direction && !key.nullable)
  if (agree) {
    const sign = raw(`${first.direction === 'asc' ? '>' : '<'}${inclusive ? '=' : ''}`)
    const expressions = join(
      keys.map((key) => key.expression),
      ', ',
    )
    return sql`(${expressions}) ${sign} (${join(
      places.map((place) => place.value),
      ', ',
    )})`
  }
  const branches = keys.map((key, at) => {
    const before = keys.slice(0, at).map((one, i) => same(one, places[i] as Place))
    return join([...before, beyond(key, places[at] as Place)], ' and ')
  })
  if (inclusive)
    branches.push(
      join(
        keys.map((key, at) => same(key, places[at] as Place)),
        ' and ',
      ),
    )
  return sql`((${join(branches, ') or (')}))`
}

function same({ expression, nullable }: OrderKey, { value, isNull }: Place): Sql {
  if (isNull === true) return sql`${expression} is null`
  if (isNull === false || !nullable) return sql`${expression} = ${value}`
  return sql`${expression} is not distinct from ${value}`
}

function beyond({ expression, direction, nullable }: OrderKey, { value, isNull }: Place): Sql {
  if (direction === 'asc') {
    if (isNull === true) return raw('false')
    const after = sql`${expression} > ${value}`
    if (!nullable) return after
    if (isNull === false) return sql`(${after} or ${expression} is null)`
    return sql`(${after} or (${expression} is null and ${value} is not null))`
  }
  if (isNull === true) return sql`${expression} is not null`
  const after = sql`${expression} < ${value}`
  if (!nullable || isNull === false) return after
  return sql`(${after} or (${expression} is not null and ${value} is null))`
}
