// What links mean between the tables of one database: foreign keys (with the partition instant and the
// key prefix where the parent has them), their indexes, and the relations that `include` follows.
import { nearestHint } from '../errors/index.ts'
import type { LinkSpec } from '../table/column.ts'
import { type Folded, toColumnModel } from './fold.ts'
import type { ColumnModel, ForeignKeyModel, IndexModel, RelationModel } from './model.ts'
import { toObjectName } from './name.ts'

/** One link of a child, with everything that it needs from both sides. */
export interface Link {
  readonly column: ColumnModel
  readonly spec: LinkSpec
  readonly parent: Folded
  readonly pairs: readonly (readonly [ColumnModel, ColumnModel])[]
}

/** The instant that a link to a partitioned parent carries beside the id, if `column` is such a link. */
export function partitionCompanion(column: ColumnModel, parents: ReadonlyMap<string, Folded>) {
  const { link } = column.spec
  const parent = link?.database === undefined ? parents.get(link?.table ?? '') : undefined
  const by = parent === undefined ? undefined : partitionColumn(parent)
  if (by === undefined) return undefined
  const name = companionName(column, by)
  const { optional } = column.spec
  return toColumnModel(name, Object.freeze({ type: by.spec.type, optional }), 'table')
}

export function partitionColumn(folded: Folded): ColumnModel | undefined {
  for (const { fact } of folded.facts)
    if (fact.kind === 'storage') return folded.columns.get(fact.by)
  return undefined
}

/** Links of `folded` whose parents exist; the others are reported. */
export function toLinks(folded: Folded, parents: ReadonlyMap<string, Folded>): readonly Link[] {
  return [...folded.columns.values()].flatMap((column): Link[] => {
    const { link } = column.spec
    if (link === undefined || link.database !== undefined) return []
    const parent = parents.get(link.table)
    if (parent === undefined) {
      folded.mistake(
        'ACV102',
        `'${column.name}' belongs to '${link.table}', which this database does not have`,
        {
          hint: nearestHint(link.table, [...parents.keys()]),
        },
      )
      return []
    }
    const key = parent.columns.get('id')
    if (key === undefined) {
      folded.mistake('ACV102', `'${column.name}' belongs to '${link.table}', whose key is not 'id'`)
      return []
    }
    if (link.onDelete === 'set null' && !column.spec.optional)
      folded.mistake('ACV102', `'${column.name}' is set to null on delete but is not optional()`)
    // A foreign key is checked past the policies: anybody could link to any tenant's rows, and so find them.
    if (prefixOf(parent) !== undefined && prefixOf(folded) === undefined)
      folded.mistake(
        'ACV104',
        `'${column.name}' belongs to '${link.table}', whose rows belong to tenants, and these to nobody`,
        { hint: 'Give the table tenant(), too.' },
      )
    return [{ column, spec: link, parent, pairs: toPairs(folded, column, parent, key) }]
  })
}

export function toPairs(
  folded: Folded,
  column: ColumnModel,
  parent: Folded,
  key: ColumnModel,
): Link['pairs'] {
  const pairs: [ColumnModel, ColumnModel][] = [[column, key]]
  const by = partitionColumn(parent)
  const companion = by === undefined ? undefined : folded.columns.get(companionName(column, by))
  if (by !== undefined && companion !== undefined) pairs.push([companion, by])
  const here = prefixOf(folded)
  const there = prefixOf(parent)
  // A link to another tenant's row cannot exist when the tenant is part of the foreign key.
  if (here !== undefined && there !== undefined && here !== column && there !== key)
    pairs.push([here, there])
  return pairs
}

function companionName(column: ColumnModel, by: ColumnModel): string {
  return `${withoutId(column.name)}${by.name.charAt(0).toUpperCase()}${by.name.slice(1)}`
}

export function prefixOf(folded: Folded): ColumnModel | undefined {
  const name = folded.qualifier('keyPrefix')?.column
  return name === undefined ? undefined : folded.columns.get(name)
}

export function toForeignKeys(folded: Folded, links: readonly Link[]): readonly ForeignKeyModel[] {
  return links.map(({ column, spec, parent, pairs }) => {
    // The referenced unique starts with the prefix: PostgreSQL wants the very same set, in any order.
    const setNull = pairs.filter(([here]) => here.spec.optional).map(([here]) => here.sqlName)
    return {
      name: toObjectName([folded.table.sqlName, column.sqlName], 'fkey'),
      columns: pairs.map(([here]) => here.sqlName),
      references: parent.table.sqlName,
      referencedColumns: pairs.map(([, there]) => there.sqlName),
      onDelete: spec.onDelete,
      ...(spec.onDelete === 'set null' && setNull.length < pairs.length ? { setNull } : {}),
    }
  })
}

/** An index for each link that no key or index starts with: deletes of the parent would scan. */
export function toLinkIndexes(
  folded: Folded,
  links: readonly Link[],
  leading: ReadonlySet<string>,
  declared: readonly IndexModel[],
): readonly IndexModel[] {
  const taken = new Set(declared.map(({ name }) => name))
  const toName = (column: string): string => {
    const name = toObjectName([folded.table.sqlName, column], 'idx')
    // The declared one is over some rows of the same column.
    return taken.has(name) ? toObjectName([folded.table.sqlName, column, 'link'], 'idx') : name
  }
  return links
    .filter(({ column }) => !leading.has(column.sqlName))
    .map(({ column, pairs }) => ({
      name: toName(column.sqlName),
      using: 'btree' as const,
      elements: pairs.map(([here]) => here.sqlName),
      include: [],
    }))
}

/** `clientId` -> `client`; the inverse by the name that the link gives it. */
export function toRelations(
  folded: Folded,
  database: string,
  linksByTable: ReadonlyMap<string, readonly Link[]>,
  tables: ReadonlyMap<string, Folded>,
): ReadonlyMap<string, RelationModel> {
  const relations = new Map<string, RelationModel>()
  const add = (relation: RelationModel) => {
    if (folded.columns.has(relation.name) || relations.has(relation.name)) {
      folded.mistake(
        'ACV104',
        `the relation '${relation.name}' has the name of a column or of another relation`,
      )
      return
    }
    relations.set(relation.name, Object.freeze(relation))
  }
  for (const { column, parent, pairs } of linksByTable.get(folded.table.sqlName) ?? []) {
    const on = pairs.map(([here, there]) => [here.name, there.name] as const)
    const { optional } = column.spec
    add({
      name: withoutId(column.name),
      kind: 'one',
      database,
      table: parent.modelName,
      on,
      optional,
    })
  }
  for (const column of folded.columns.values()) {
    const { link } = column.spec
    if (link?.database === undefined) continue
    const { optional } = column.spec
    const on = [[column.name, 'id']] as const
    add({
      name: withoutId(column.name),
      kind: 'reference',
      database: link.database,
      table: link.table,
      on,
      optional,
    })
  }
  for (const [childName, links] of linksByTable) {
    for (const { spec, parent, pairs } of links) {
      if (parent !== folded || spec.inverse === undefined) continue
      const table = tables.get(childName)?.modelName ?? childName
      const on = pairs.map(([here, there]) => [there.name, here.name] as const)
      add({ name: spec.inverse, kind: 'many', database, table, on, optional: false })
    }
  }
  return relations
}

export function withoutId(name: string): string {
  return name.length > 2 && name.endsWith('Id') ? name.slice(0, -2) : name
}
