// Requests by chance, the same for the same seed: any verb that reads, with filters on columns and through links,
// includes, orders, pages, measures and words. Values are those that rows hold, the asker's and everybody else's.
import type { ColumnModel, Model, TableModel } from '../../../kernel/index.ts'
import type { Request } from '../../../kernel/query/request.ts'
import type { Random } from '../events/random.ts'

/** Values by `database.model.column`. */
export type Pool = ReadonlyMap<string, readonly unknown[]>

export interface Chance {
  readonly model: Model
  readonly pool: Pool
  readonly random: Random
}

const verbs = [
  'findMany',
  'findMany',
  'findMany',
  'findFirst',
  'count',
  'aggregate',
  'groupBy',
  'findUnique',
] as const
const depthMax = 3

export function randomRequest(chance: Chance): Request {
  const { model, random } = chance
  const databases = [...model.databases.values()]
  const tables = databases.flatMap((database) => [...database.tables.values()])
  const table = random.pick(tables)
  const verb = random.pick(verbs)
  const base = { database: table.database, table: table.name }
  const where = random.chance(0.8) ? randomWhere(chance, table, 0) : undefined
  const live = random.chance(0.1) ? { live: false } : {}
  const filter = { ...(where === undefined ? {} : { where }), ...live }
  switch (verb) {
    case 'count':
      return { ...base, verb, ...filter, ...randomWords(chance, table) }
    case 'aggregate':
      return { ...base, verb, ...filter, ...randomMeasures(chance, table) }
    case 'groupBy': {
      const by = [random.pick(plainColumns(table)).name]
      const having = random.chance(0.3) ? { having: { [by[0] ?? '']: { not: null } } } : {}
      return {
        ...base,
        verb,
        ...filter,
        ...having,
        by,
        ...randomMeasures(chance, table),
        orderBy: { [by[0] ?? '']: random.pick(['asc', 'desc']) },
      }
    }
    case 'findUnique': {
      const key = random.pick([table.primaryKey, ...table.uniques.map(({ columns }) => columns)])
      return {
        ...base,
        verb,
        ...live,
        where: Object.fromEntries(
          key.map((column) => [column.name, randomValue(chance, table, column)]),
        ),
      }
    }
    default:
      return {
        ...base,
        verb,
        ...filter,
        ...randomShape(chance, table, 0),
        ...randomOrder(chance, table),
        ...randomPage(chance, table),
        ...randomWords(chance, table),
      }
  }
}

function randomWhere(chance: Chance, table: TableModel, depth: number): Record<string, unknown> {
  const { random } = chance
  if (depth < depthMax && random.chance(0.25)) {
    const parts = Array.from({ length: 1 + random.below(3) }, () =>
      randomWhere(chance, table, depth + 1),
    )
    return random.pick([{ AND: parts }, { OR: parts }, { NOT: parts[0] }])
  }
  const relations = [...table.relations.values()].filter(({ kind }) => kind !== 'reference')
  if (depth < depthMax && relations.length > 0 && random.chance(0.4)) {
    const { name, kind, database, table: to } = random.pick(relations)
    const there = chance.model.databases.get(database)?.tables.get(to) as TableModel
    const inner = randomWhere(chance, there, depth + 1)
    return {
      [name]:
        kind === 'many'
          ? { [random.pick(['some', 'every', 'none'])]: inner }
          : { [random.pick(['is', 'isNot'])]: inner },
    }
  }
  const count = 1 + random.below(2)
  return Object.fromEntries(
    Array.from({ length: count }, () => {
      const column = random.pick(plainColumns(table))
      return [column.name, randomFilter(chance, table, column)]
    }),
  )
}

function randomFilter(chance: Chance, table: TableModel, column: ColumnModel): unknown {
  const { random } = chance
  const value = randomValue(chance, table, column)
  if (value === null) return random.chance(0.5) ? null : { not: null }
  const isText = ['text', 'varchar'].includes(column.spec.type.name)
  const isOrdered = !['uuid', 'boolean', 'json', 'bytes'].includes(column.spec.type.name)
  const word = String(value)
  const from = random.below(Math.max(1, word.length - 1))
  return random.pick<unknown>([
    value,
    { equals: value },
    { not: value },
    { in: [value, randomValue(chance, table, column)].filter((one) => one !== null) },
    { notIn: [value] },
    ...(isOrdered ? [{ gt: value }, { gte: value }, { lt: value }, { lte: value }] : []),
    ...(isText
      ? [
          { contains: word.slice(from, from + 3) },
          { startsWith: word.slice(0, 2) },
          { endsWith: word.slice(-2) },
          { contains: word.slice(0, 4), mode: 'insensitive' },
        ]
      : []),
  ])
}

function randomShape(chance: Chance, table: TableModel, depth: number): Partial<Request> {
  const { random } = chance
  const relations = [...table.relations.values()]
  if (depth >= depthMax || relations.length === 0 || random.chance(0.4)) {
    if (random.chance(0.7)) return {}
    return {
      select: Object.fromEntries(
        plainColumns(table)
          .filter(() => random.chance(0.5))
          .concat(table.primaryKey)
          .map(({ name }) => [name, true]),
      ),
    }
  }
  const { name, kind, database, table: to } = random.pick(relations)
  const there = chance.model.databases.get(database)?.tables.get(to) as TableModel
  const inner = {
    ...randomShape(chance, there, depth + 1),
    ...(kind === 'many'
      ? {
          ...(random.chance(0.5) ? { where: randomWhere(chance, there, depth + 1) } : {}),
          ...randomOrder(chance, there),
          ...(random.chance(0.5) ? { take: 1 + random.below(4) } : {}),
        }
      : {}),
  }
  return { include: { [name]: Object.keys(inner).length === 0 ? true : inner } }
}

function randomOrder({ model, random }: Chance, table: TableModel): Partial<Request> {
  if (random.chance(0.4)) return {}
  const direction = random.pick(['asc', 'desc'])
  const links = [...table.relations.values()].filter(({ kind }) => kind === 'one')
  if (links.length > 0 && random.chance(0.4)) {
    const { name, database, table: to } = random.pick(links)
    const there = model.databases.get(database)?.tables.get(to) as TableModel
    return { orderBy: { [name]: { [random.pick(plainColumns(there)).name]: direction } } }
  }
  return { orderBy: [{ [random.pick(plainColumns(table)).name]: direction }] }
}

function randomPage(chance: Chance, table: TableModel): Partial<Request> {
  const { random } = chance
  const cursor = random.chance(0.2)
    ? {
        cursor: Object.fromEntries(
          table.primaryKey.map((column) => [column.name, randomValue(chance, table, column)]),
        ),
      }
    : {}
  return {
    ...cursor,
    ...(random.chance(0.5) ? { take: random.below(8) } : {}),
    ...(random.chance(0.2) ? { skip: random.below(4) } : {}),
  }
}

function randomMeasures({ random }: Chance, table: TableModel): Partial<Request> {
  const shown = plainColumns(table).filter(
    ({ spec }) => !['uuid', 'boolean'].includes(spec.type.name),
  )
  const numbers = shown.filter(({ spec }) =>
    ['integer', 'bigint', 'decimal'].includes(spec.type.name),
  )
  const some = (columns: readonly ColumnModel[]) =>
    Object.fromEntries(columns.filter(() => random.chance(0.6)).map(({ name }) => [name, true]))
  const [extremes, sums] = [some(shown), some(numbers)]
  return {
    _count: true,
    ...(Object.keys(extremes).length === 0 ? {} : { _min: extremes, _max: extremes }),
    ...(Object.keys(sums).length === 0 ? {} : { _sum: sums, _avg: sums }),
  }
}

function randomWords(chance: Chance, table: TableModel): Partial<Request> {
  const { random } = chance
  if (table.search !== undefined && random.chance(0.4)) {
    const texts = plainColumns(table).filter(({ spec }) =>
      ['text', 'varchar'].includes(spec.type.name),
    )
    const word = String(randomValue(chance, table, random.pick(texts)) ?? 'ana')
    return { q: word.split(' ')[0] ?? '' }
  }
  return {}
}

function randomValue({ pool, random }: Chance, table: TableModel, column: ColumnModel): unknown {
  const values = pool.get(`${table.database}.${table.name}.${column.name}`) ?? []
  return values.length === 0 ? null : random.pick(values)
}

/** Not what each database's own clock wrote: two of them are never alike. */
function plainColumns(table: TableModel): readonly ColumnModel[] {
  return [...table.columns.values()].filter(
    ({ spec }) =>
      !['vector', 'searchVector', 'json', 'array'].includes(spec.type.name) &&
      !(spec.type.name === 'instant' && spec.maintained === true),
  )
}
