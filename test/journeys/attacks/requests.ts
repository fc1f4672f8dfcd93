// Every request that an attacker may make of a table, generated from the Model: each verb against each column,
// key and link, aimed at rows of somebody else. No request says how it must end.
import type { ColumnModel, Model, RelationModel, TableModel } from '../../../kernel/index.ts'
import type { Request } from '../../../kernel/query/request.ts'
import type { Row } from './rows.ts'

export type Attack = Omit<Request, 'database' | 'table'>

const readVerbs = ['findMany', 'findFirst', 'count'] as const

/** `victims` are rows of this table, as their owner wrote them. */
export function toReads(model: Model, table: TableModel, victims: readonly Row[]): Attack[] {
  const wheres = [...victims.flatMap((row) => toWheres(table, row))]
  const lists = [{}, ...wheres.map((where) => ({ where }))]
  return [
    ...readVerbs.flatMap((verb) => lists.map((args) => ({ verb, ...args }))),
    ...lists.flatMap((args) => [
      { verb: 'findMany' as const, ...args, live: false },
      { verb: 'aggregate' as const, ...args, ...toMeasures(table) },
    ]),
    ...shownColumns(table).flatMap((column) => toGroups(column)),
    ...toOrders(table),
    ...victims.flatMap((row) => toUniqueReads(table, row)),
    ...victims.flatMap((row) => toPages(table, row)),
    ...victims.flatMap((row) => toSearches(row)),
    ...[...table.relations.values()].flatMap((relation) => toRelated(model, relation, victims)),
    { verb: 'findMany', select: Object.fromEntries(names(table).map((name) => [name, true])) },
  ]
}

/** Writes that name a row of somebody else, or try to take one's own row there. */
export function toAimedWrites(table: TableModel, victim: Row, own: Row | undefined): Attack[] {
  if (table.kind === 'view') return []
  const fields = [...table.columns.values()].filter(({ name }) => victim[name] !== undefined)
  const changes = fields.map(({ name }) => ({ [name]: victim[name] }))
  const fresh = withoutKey(table, victim)
  return [
    ...toKeys(table, victim).flatMap((where) => [
      ...changes.map((data) => ({ verb: 'update' as const, where, data })),
      { verb: 'update' as const, where, data: {} },
      { verb: 'delete' as const, where },
    ]),
    ...toWheres(table, victim).flatMap((where) => [
      ...changes.map((data) => ({ verb: 'updateMany' as const, where, data })),
      { verb: 'deleteMany' as const, where },
    ]),
    { verb: 'create', data: fresh },
    { verb: 'createMany', data: [fresh] },
    { verb: 'createMany', data: [fresh], skipDuplicates: true },
    ...toThefts(table, fresh, own),
    ...toUpserts(table, victim, fresh),
    ...(own === undefined ? [] : toBetrayals(table, own, changes)),
  ]
}

/** Writes without an aim: they take all that the principal may reach. */
export function toBroadWrites(table: TableModel, victim: Row): Attack[] {
  if (table.kind === 'view') return []
  const fields = [...table.columns.values()].filter(
    ({ name, updatable }) => updatable && victim[name] !== undefined,
  )
  return [
    ...fields.map(({ name }) => ({
      verb: 'updateMany' as const,
      data: { [name]: victim[name] },
    })),
    { verb: 'deleteMany', live: false },
    { verb: 'deleteMany' },
  ]
}

function toWheres(table: TableModel, row: Row): Row[] {
  const present = shownColumns(table).filter(({ name }) => isScalar(row[name]))
  const equals = present.map(({ name }) => ({ [name]: row[name] }))
  const texts = present.filter(({ spec }) => ['text', 'varchar'].includes(spec.type.name))
  const like = texts.flatMap(({ name }) => [
    { [name]: { contains: String(row[name]).slice(1) } },
    { [name]: { startsWith: String(row[name]).slice(0, 6) } },
    { [name]: { gte: row[name] } },
    { [name]: { in: [row[name], 'nobody'] } },
  ])
  return [...equals, ...like, { OR: equals }, { NOT: { AND: [] }, OR: [{}, ...equals] }]
}

function toMeasures(table: TableModel): Partial<Request> {
  const chosen = (columns: readonly ColumnModel[]) =>
    Object.fromEntries(columns.map(({ name }) => [name, true]))
  const shown = shownColumns(table).filter(({ spec }) => spec.type.name !== 'uuid')
  const numbers = shown.filter(({ spec }) =>
    ['integer', 'bigint', 'decimal'].includes(spec.type.name),
  )
  return {
    _count: true,
    _min: chosen(shown),
    _max: chosen(shown),
    ...(numbers.length === 0 ? {} : { _sum: chosen(numbers), _avg: chosen(numbers) }),
  }
}

function toGroups({ name }: ColumnModel): Attack[] {
  return [
    { verb: 'groupBy', by: [name], _count: true },
    { verb: 'groupBy', by: [name], _count: true, orderBy: { [name]: 'desc' } },
  ]
}

function toOrders(table: TableModel): Attack[] {
  return names(table).flatMap((name) => [
    { verb: 'findMany', orderBy: { [name]: 'desc' } },
    { verb: 'findFirst', orderBy: { [name]: 'asc' }, skip: 1 },
  ])
}

/** Unique keys of the row, with and without its tenant. */
function toKeys(table: TableModel, row: Row): Row[] {
  const keys = [table.primaryKey, ...table.uniques.map(({ columns }) => columns)]
  return keys.flatMap((columns) => {
    const full = Object.fromEntries(columns.map(({ name }) => [name, row[name]]))
    const bare = Object.entries(full).filter(([name]) => name !== table.keyPrefix?.name)
    return bare.length === 0 ? [full] : [full, Object.fromEntries(bare)]
  })
}

function toUniqueReads(table: TableModel, row: Row): Attack[] {
  return toKeys(table, row).flatMap((where) => [
    { verb: 'findUnique', where },
    { verb: 'findUnique', where, live: false },
  ])
}

function toPages(table: TableModel, row: Row): Attack[] {
  const keys = table.primaryKey.map(({ name }) => String(row[name]))
  return toKeys(table, row).flatMap((cursor): Attack[] => [
    { verb: 'findMany', cursor },
    { verb: 'findMany', cursor, skip: 1, take: 5 },
    { verb: 'findMany', cursor, take: -2 },
    { verb: 'findMany', after: keys },
  ])
}

function toSearches(row: Row): Attack[] {
  const vector = (row.embedding as number[] | undefined) ?? [0.1, 0.2, 0.3]
  return [
    ...[row.name, 'Ana', 'común'].map((q) => ({ verb: 'findMany' as const, q: String(q) })),
    { verb: 'count', q: String(row.name) },
    { verb: 'findMany', nearest: { vector } },
    { verb: 'findMany', nearest: { vector, model: 'tiny' }, take: 1 },
  ]
}

function toRelated(model: Model, relation: RelationModel, victims: readonly Row[]): Attack[] {
  const { name, kind } = relation
  const there = model.databases.get(relation.database)?.tables.get(relation.table)
  const ids = victims.map(({ id }) => id)
  const words = [...(there?.columns.values() ?? [])]
    .filter(({ spec }) => ['text', 'varchar'].includes(spec.type.name) && spec.hidden !== true)
    .map((column) => ({ [column.name]: { contains: 'mark' } }))
  const aims = [{}, { id: { in: ids } }, ...words]
  const filters =
    kind === 'many'
      ? aims.flatMap((aim) => [{ some: aim }, { every: aim }, { none: aim }])
      : aims.flatMap((aim) => [aim, { is: aim }, { isNot: aim }])
  return [
    { verb: 'findMany', include: { [name]: true } },
    ...(kind === 'many'
      ? aims.map((where) => ({ verb: 'findMany' as const, include: { [name]: { where } } }))
      : []),
    ...filters.flatMap((filter): Attack[] => [
      { verb: 'findMany', where: { [name]: filter } },
      { verb: 'count', where: { OR: [{ [name]: filter }] } },
    ]),
  ]
}

/** New rows in somebody else's name, or linked to what is somebody else's. */
function toThefts(table: TableModel, fresh: Row, own: Row | undefined): Attack[] {
  const prefix = table.keyPrefix?.name ?? ''
  const { [prefix]: _, ...unnamed } = fresh
  const links = [...table.columns.values()].filter(({ spec }) => spec.link !== undefined)
  const mine = own === undefined ? unnamed : withoutKey(table, own)
  const linked = links.map(({ name }) => ({ ...mine, [name]: fresh[name] }))
  const unlinked = {
    ...unnamed,
    ...Object.fromEntries(links.map(({ name }) => [name, mine[name]])),
  }
  return [
    ...[unnamed, unlinked, { ...mine, [prefix]: fresh[prefix] }, ...linked].flatMap(
      (data): Attack[] => [
        { verb: 'create', data },
        { verb: 'createMany', data: [data, data] },
      ],
    ),
  ]
}

function toUpserts(table: TableModel, victim: Row, fresh: Row): Attack[] {
  const { [table.keyPrefix?.name ?? '']: _, ...unnamed } = fresh
  // An id names one row everywhere: that it is taken shows, and a test of its own holds what else shows.
  return toKeys(table, victim)
    .filter((where) => !('id' in where))
    .flatMap((where) => [
      { verb: 'upsert', where, create: unnamed, update: {} },
      { verb: 'upsert', where, create: fresh, update: changeOf(table, victim) },
    ])
}

/** One's own row, pointed at what is somebody else's. */
function toBetrayals(table: TableModel, own: Row, changes: readonly Row[]): Attack[] {
  const [where] = toKeys(table, own)
  return where === undefined
    ? []
    : changes.map((data) => ({ verb: 'update' as const, where, data }))
}

function changeOf(table: TableModel, row: Row): Row {
  const column = [...table.columns.values()].find(
    ({ name, updatable }) => updatable && isScalar(row[name]),
  )
  return column === undefined ? {} : { [column.name]: row[column.name] }
}

function withoutKey(table: TableModel, row: Row): Row {
  const { id: _, ...rest } = row
  return table.columns.has('id') ? rest : { ...row, word: `new ${row.word}` }
}

function shownColumns(table: TableModel): ColumnModel[] {
  return [...table.columns.values()].filter(
    ({ spec }) => !['vector', 'searchVector'].includes(spec.type.name),
  )
}

function names(table: TableModel): string[] {
  return shownColumns(table).map(({ name }) => name)
}

function isScalar(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value)
}
