// Filters over links: `some`, `every`, `none` of a to-many relation, `is`, `isNot` or a bare
// object of a to-one relation. Lists leave soft-deleted rows out; a link shows what it links to.
import { raw, type Sql, sql } from '../database/sql.ts'
import { AcervoError } from '../errors/index.ts'
import type { ColumnModel, RelationModel } from '../model/model.ts'
import { isPlainObject } from './json-value.ts'
import { describe } from './misfit.ts'
import { unknown } from './name.ts'
import {
  all,
  columnSql,
  fromSql,
  linkSql,
  liveSql,
  relatedTable,
  type Scope,
  type Source,
} from './scope.ts'

const manyOperators = ['some', 'every', 'none']

/** The condition of the rows at the other end: given, because the two call each other. */
type ToWhere = (scope: Scope, source: Source, where: unknown, depth: number) => Sql | undefined

export interface RelationSource extends Source {
  readonly toWhere: ToWhere
}

export function toRelationFilter(
  scope: Scope,
  source: RelationSource,
  relation: RelationModel,
  value: unknown,
  depth: number,
): Sql {
  if (relation.kind === 'reference') {
    const [column] = relation.on[0] ?? []
    throw new AcervoError('ACV211', `'${relation.name}' lives in another database`, {
      details: `'${relation.database}' may be placed on another server, so it cannot be filtered here.`,
      hint: `Ask '${relation.database}' first, then filter by '${column}': { in: [...] }.`,
    })
  }
  if (value === null && relation.kind === 'one') return absent(source, relation)
  if (!isPlainObject(value))
    throw new AcervoError('ACV200', `the filter of '${relation.name}' is ${describe(value)}`, {
      details: 'Allowed: an object.',
    })
  return relation.kind === 'one'
    ? toOne(scope, source, relation, value, depth)
    : toMany(scope, source, relation, value, depth)
}

function toOne(
  scope: Scope,
  source: RelationSource,
  relation: RelationModel,
  value: Readonly<Record<string, unknown>>,
  depth: number,
): Sql {
  const keys = Object.keys(value)
  if (!keys.some((key) => key === 'is' || key === 'isNot'))
    return exists(scope, source, relation, value, depth)
  const conditions = keys.map((key) => {
    const inner = value[key]
    if (key !== 'is' && key !== 'isNot')
      throw unknown('ACV204', `'${relation.name}' has no operator '${key}'`, key, ['is', 'isNot'])
    const found =
      inner === null ? absent(source, relation) : exists(scope, source, relation, inner, depth)
    return key === 'is' ? found : sql`not (${found})`
  })
  return all(conditions) as Sql
}

function toMany(
  scope: Scope,
  source: RelationSource,
  relation: RelationModel,
  value: Readonly<Record<string, unknown>>,
  depth: number,
): Sql {
  const keys = Object.keys(value)
  if (keys.length === 0)
    throw new AcervoError('ACV200', `the filter of '${relation.name}' holds no operator`, {
      details: 'Allowed: some, every, none.',
    })
  const conditions = keys.map((key) => {
    if (!manyOperators.includes(key))
      throw unknown('ACV204', `'${relation.name}' has no operator '${key}'`, key, manyOperators)
    const inner = value[key]
    if (key === 'some') return exists(scope, source, relation, inner, depth)
    if (key === 'none') return sql`not ${exists(scope, source, relation, inner, depth)}`
    return sql`not ${exists(scope, source, relation, inner, depth, true)}`
  })
  return all(conditions) as Sql
}

function exists(
  scope: Scope,
  source: RelationSource,
  relation: RelationModel,
  where: unknown,
  depth: number,
  negated = false,
): Sql {
  const there = { table: relatedTable(scope, relation), alias: scope.alias() }
  const live = relation.kind === 'many' ? liveSql(there, true) : undefined
  if (where === undefined)
    throw new AcervoError('ACV205', `the filter of '${relation.name}' is undefined`)
  const inner = source.toWhere(scope, there, where, depth)
  // `every` means that no row fails; a row whose answer is unknown fails.
  const asked = negated ? sql`(${inner ?? raw('true')}) is not true` : inner
  const condition = all([linkSql(source, there, relation), live, asked]) as Sql
  return sql`exists (select 1 from ${fromSql(there)} where ${condition})`
}

function absent(source: Source, relation: RelationModel): Sql {
  const [name = ''] = relation.on[0] ?? []
  return sql`${columnSql(source, source.table.columns.get(name) as ColumnModel)} is null`
}
