// Constraints, indexes, routines and grants of one table, from its facts under its qualifiers.
import { quoteIdentifier, quoteLiteral } from '../database/sql.ts'
import type { Fact, GrantFact, IndexElement, PolicyFact } from '../table/fact.ts'
import { renderValue } from '../table/json-value.ts'
import { toSqlName } from '../table/name.ts'
import type { Folded } from './fold.ts'
import type {
  ColumnModel,
  ExclusionModel,
  GrantModel,
  IndexModel,
  RetentionModel,
  RoutineModel,
  UniqueModel,
} from './model.ts'
import { toObjectName } from './name.ts'
import { fillRowTokens } from './row-token.ts'

type FactOf<K extends Fact['kind']> = Extract<Fact, { kind: K }>
type Constraint = FactOf<'constraint'>['constraint']

export function factsOf<K extends Fact['kind']>(folded: Folded, kind: K) {
  return folded.facts.flatMap(({ fact, feature }) =>
    fact.kind === kind ? [{ fact: fact as FactOf<K>, feature }] : [],
  )
}

function constraintsOf<T extends Constraint['type']>(folded: Folded, type: T) {
  return factsOf(folded, 'constraint').flatMap(({ fact }) =>
    fact.constraint.type === type
      ? [{ name: fact.name, constraint: fact.constraint as Extract<Constraint, { type: T }> }]
      : [],
  )
}

/** A partitioned table is identified by (id, instant): no unique key of PostgreSQL goes without it. */
export function toPrimaryKey(folded: Folded): readonly ColumnModel[] {
  if (folded.table.kind === 'view') return columnsOf(folded, folded.table.key ?? [], 'defineView')
  const [declared, second] = constraintsOf(folded, 'primary')
  if (second !== undefined) folded.mistake('ACV104', 'it declares two primary keys')
  const names = declared?.constraint.columns ?? ['id']
  const by = factsOf(folded, 'storage')[0]?.fact.by
  const full = by === undefined || names.includes(by) ? names : [...names, by]
  return columnsOf(folded, full, 'primaryKey')
}

/** Uniques start with the key prefix (or another tenant's value would show) and hold among live rows. */
export function toUniques(
  folded: Folded,
  primaryKey: readonly ColumnModel[],
): readonly UniqueModel[] {
  const prefix = folded.qualifier('keyPrefix')?.column
  const live = folded.qualifier('uniquePredicate')?.where
  const uniques = constraintsOf(folded, 'unique').map(({ name, constraint }): UniqueModel => {
    const names = constraint.columns
    const prefixed = prefix === undefined || names.includes(prefix) ? names : [prefix, ...names]
    const conditions = [live, constraint.where].filter((part) => part !== undefined)
    const where = conditions.map((part) => `(${part})`).join(' and ')
    const columns = columnsOf(folded, prefixed, 'unique').map((column) =>
      toCompared(folded, column),
    )
    const made = toObjectName([folded.table.sqlName, ...names.map((n) => sqlOf(folded, n))], 'key')
    return { name: name ?? made, columns, ...(where === '' ? {} : { where }) }
  })
  if (prefix === undefined || folded.table.kind === 'view') return uniques
  // What links within one tenant point at; the prefix first, so that it serves the policy too.
  const linked = columnsOf(
    folded,
    [prefix, ...primaryKey.map((column) => column.name)],
    'keyPrefix',
  )
  const name = toObjectName([folded.table.sqlName, sqlOf(folded, prefix)], 'key')
  return [{ name, columns: [...new Set(linked)] }, ...uniques]
}

/** Equality of an encrypted column is that of its blind index. */
function toCompared(folded: Folded, column: ColumnModel): ColumnModel {
  const { codec } = column.spec
  if (codec?.form !== 'sealed') return column
  return folded.columns.get(codec.blind ?? '') ?? column
}

export function toChecks(folded: Folded): readonly { name: string; expression: string }[] {
  const { sqlName } = folded.table
  const isAppended = folded.qualifier('auditLog') !== undefined
  const declared = constraintsOf(folded, 'check').map(({ name, constraint }) => ({
    name: toObjectName([sqlName, name ?? 'row'], 'check'),
    expression: constraint.expression,
  }))
  const words = [...folded.columns.values()].flatMap((column) => {
    const { values } = column.spec
    if (values === undefined || isAppended) return []
    const list = values.map(quoteLiteral).join(', ')
    const name = toObjectName([sqlName, column.sqlName], 'check')
    return [{ name, expression: `${quoteIdentifier(column.sqlName)} in (${list})` }]
  })
  return [...words, ...declared]
}

/** As uniques do, exclusions hold within one key prefix and among live rows. */
export function toExclusions(folded: Folded): readonly ExclusionModel[] {
  const prefix = folded.qualifier('keyPrefix')?.column
  const live = folded.qualifier('uniquePredicate')?.where
  const key = prefix === undefined ? undefined : sqlOf(folded, prefix)
  return constraintsOf(folded, 'exclude').map(({ name, constraint }) => {
    const { elements } = constraint
    const isPrefixed = elements.some(
      ({ expression, operator }) => expression === key && operator === '=',
    )
    const prefixed =
      key === undefined || isPrefixed
        ? elements
        : [{ expression: quoteIdentifier(key), operator: '=' }, ...elements]
    const conditions = [live, constraint.where].filter((part) => part !== undefined)
    const where = conditions.map((part) => `(${part})`).join(' and ')
    return {
      name: toObjectName([folded.table.sqlName, name ?? 'rows'], 'excl'),
      elements: prefixed,
      ...(where === '' ? {} : { where }),
    }
  })
}

export function toIndexes(folded: Folded): readonly IndexModel[] {
  return factsOf(folded, 'index').map(({ fact, feature }) => {
    const elements = fact.elements.map((element) => renderElement(folded, element, feature))
    const parts = fact.elements.map((e) =>
      e.column === undefined ? 'expr' : sqlOf(folded, e.column),
    )
    const suffix = fact.using === 'btree' ? 'idx' : `${fact.using}_idx`
    return {
      name: fact.name ?? toObjectName([folded.table.sqlName, ...parts], suffix),
      using: fact.using,
      elements,
      include: columnsOf(folded, fact.include ?? [], feature).map((column) => column.sqlName),
      ...(fact.where === undefined ? {} : { where: fact.where }),
      ...(fact.with === undefined ? {} : { with: fact.with }),
    }
  })
}

function renderElement(folded: Folded, element: IndexElement, feature: string): string {
  const base =
    element.column === undefined
      ? `(${element.expression})`
      : (folded.column(element.column, feature)?.sqlName ?? element.column)
  const opclass = element.operatorClass === undefined ? '' : ` ${element.operatorClass}`
  return `${base}${opclass}${element.direction === 'desc' ? ' desc' : ''}`
}

export function toRoutines(folded: Folded): readonly RoutineModel[] {
  const live = folded.qualifier('defaultFilter')?.column
  const fill = (text: string, feature: string) =>
    fillRowTokens(folded, toPrimaryKey(folded), text, feature)
      .replaceAll(/\{live:(\w+)\}/g, (_, alias: string) =>
        live === undefined ? 'true' : `${alias}.${sqlOf(folded, live)} is null`,
      )
      .replaceAll(/\{json:(\w+):(\w+)\}/g, (_, alias: string, name: string) => {
        const column = folded.column(name, feature)
        if (column === undefined) return 'null'
        return renderValue(column.spec.type, `${alias}.${quoteIdentifier(column.sqlName)}`)
      })
  return factsOf(folded, 'routine').map(({ fact, feature }) => ({
    name: toObjectName([folded.table.sqlName], fact.name),
    security: fact.security,
    ...(fact.underPolicies === undefined ? {} : { underPolicies: fact.underPolicies }),
    body: fill(fact.body, feature),
    triggers: fact.triggers,
    maintains: (fact.maintains ?? []).map(({ table, column, recount }) => ({
      table,
      column: toSqlName(column),
      recount: fill(recount, feature),
    })),
  }))
}

export function toRetention(folded: Folded): { readonly retention?: RetentionModel } {
  const [given, second] = factsOf(folded, 'keep')
  if (given === undefined) return {}
  const { fact, feature } = given
  if (second !== undefined)
    folded.mistake('ACV104', `it says how long rows are kept, as '${feature}' does`, {
      feature: second.feature,
    })
  const { by, keep, hot, after } = fact
  const columns = columnsOf(folded, by, feature)
  return { retention: Object.freeze({ by: columns, keep, ...(hot && { hot }), after }) }
}

export function toPolicies(folded: Folded): readonly PolicyFact[] {
  return factsOf(folded, 'policy').map(({ fact }) => fact)
}

/** Everything the request path may do, less what facts take away. */
export function toGrants(folded: Folded): readonly GrantModel[] {
  const all: readonly GrantModel[] =
    folded.table.kind === 'view'
      ? (['app', 'worker', 'readonly'] as const).map((role) => ({
          role,
          privileges: ['select'] as const,
        }))
      : [
          { role: 'app', privileges: ['select', 'insert', 'update', 'delete'] },
          { role: 'worker', privileges: ['select', 'insert', 'update', 'delete'] },
          { role: 'readonly', privileges: ['select'] },
        ]
  const revoked = factsOf(folded, 'grant').map(({ fact }) => fact)
  return all.map(({ role, privileges }) => ({
    role,
    privileges: privileges.filter((privilege) => !isRevoked(revoked, role, privilege)),
  }))
}

function isRevoked(
  facts: readonly GrantFact[],
  role: GrantFact['role'],
  privilege: GrantFact['revoke'][number],
): boolean {
  return facts.some((fact) => fact.role === role && fact.revoke.includes(privilege))
}

export function columnsOf(
  folded: Folded,
  names: readonly string[],
  feature: string,
): readonly ColumnModel[] {
  return names.flatMap((name) => folded.column(name, feature) ?? [])
}

function sqlOf(folded: Folded, name: string): string {
  return folded.columns.get(name)?.sqlName ?? name
}
