// The query string of a resource -> what it asks for, as part of a request value. No HTTP words are left
// after this; names and values are checked by the plan.
import { AcervoError, type Model, nearestHint, type TableModel } from '../../kernel/index.ts'
import { type BoundedCache, boundedCache } from './bounded-cache.ts'
import { filterBuilder, splitPath } from './filter.ts'
import { limits } from './limits.ts'
import { parsePairs, splitList } from './query-string.ts'
import { type Shape, toShape } from './shape.ts'

export interface Asked {
  /** Spread into the request. */
  readonly shape: Shape
  readonly where?: Readonly<Record<string, unknown>>
  readonly orderBy?: readonly Readonly<Record<string, unknown>>[]
  readonly q?: string
  readonly nearest?: { readonly vector: readonly number[]; readonly model?: string }
  readonly live?: boolean
  readonly take: number
  /** The cursor as it was given. */
  readonly after?: string
  readonly count: boolean
}

export const listParameters = ['sort', 'include', 'fields', 'q', 'limit', 'after', 'count', 'live']
export const rowParameters = ['include', 'fields', 'live']

type Parse = (table: TableModel, text: string) => Asked

/** Parsers that keep what they made of the latest texts; `none` takes no parameter at all. */
export function resourceParsers(model: Model): Readonly<Record<'list' | 'row' | 'none', Parse>> {
  return Object.freeze({
    list: remembered((table, text) => parse(model, table, text, listParameters)),
    row: remembered((table, text) => parse(model, table, text, rowParameters)),
    none: remembered((table, text) => parse(model, table, text, [])),
  })
}

function remembered(make: Parse): Parse {
  const caches = new Map<TableModel, BoundedCache<Asked>>()
  return (table, text) => {
    let cache = caches.get(table)
    if (cache === undefined) {
      cache = boundedCache(limits.parsedQueriesMax)
      caches.set(table, cache)
    }
    return cache.get(text) ?? cache.set(text, make(table, text))
  }
}

const filterForm = /^filter\[([^[\]]+)\](?:\[([^[\]]*)\])?$/

function parse(model: Model, table: TableModel, text: string, known: readonly string[]): Asked {
  const filters = filterBuilder()
  const single = new Map<string, string>()
  for (const [name, value] of parsePairs(text)) {
    const filter = known.includes('limit') ? filterForm.exec(name) : null
    if (filter !== null) {
      const operator = filter[2] ?? 'eq'
      filters.add(filter[1] ?? '', operator, operator === 'in' ? splitList(value) : value)
    } else if (!known.includes(name)) throw unknownParameter(name, known)
    else if (single.has(name))
      throw new AcervoError('ACV200', `the parameter '${name}' is given twice`)
    else single.set(name, value)
  }
  const where = filters.where()
  const rowsMax = known.includes('limit') ? limits.pageRowsMax : 1
  return toAsked(model, table, single, { where, rowsMax })
}

function toAsked(
  model: Model,
  table: TableModel,
  given: ReadonlyMap<string, string>,
  { where, rowsMax }: { readonly where: Asked['where']; readonly rowsMax: number },
): Asked {
  const paths = (name: string) =>
    splitList(given.get(name) ?? '').map((path) => splitPath(path, name))
  const sort = given.get('sort')
  const q = given.get('q')
  const after = given.get('after')
  const live = given.get('live')
  const take = toLimit(given.get('limit'))
  const [fields, include] = [paths('fields'), paths('include')]
  return Object.freeze({
    shape: toShape(model, table, { fields, include, rows: Math.min(take, rowsMax) }),
    take,
    count: toChoice('count', given.get('count'), { exact: true, none: false }) ?? false,
    ...(where === undefined ? {} : { where }),
    ...(sort === undefined || sort === '' ? {} : { orderBy: splitList(sort).map(toOrder) }),
    ...(q === undefined || q.trim() === '' ? {} : { q }),
    ...(after === undefined || after === '' ? {} : { after }),
    ...(live === undefined
      ? {}
      : { live: toChoice('live', live, { true: true, false: false }) ?? true }),
  })
}

/** `-client.name` -> `{ client: { name: 'desc' } }`. */
export function toOrder(text: string): Readonly<Record<string, unknown>> {
  const descending = text.startsWith('-')
  const path = splitPath(descending ? text.slice(1) : text, 'sort')
  let order: unknown = descending ? 'desc' : 'asc'
  for (const name of [...path].reverse()) {
    const level: Record<string, unknown> = Object.create(null)
    level[name] = order
    order = level
  }
  return order as Readonly<Record<string, unknown>>
}

export function toLimit(given: string | undefined): number {
  if (given === undefined) return limits.pageRows
  const number = /^\d{1,6}$/.test(given) ? Number(given) : 0
  if (number >= 1 && number <= limits.pageRowsMax) return number
  throw new AcervoError('ACV206', `the limit cannot be '${given.slice(0, 40)}'`, {
    details: `Allowed: 1 to ${limits.pageRowsMax}.`,
    hint: "Follow 'next' for further pages.",
  })
}

function toChoice(
  name: string,
  given: string | undefined,
  choices: Readonly<Record<string, boolean>>,
): boolean | undefined {
  if (given === undefined) return undefined
  const chosen = Object.hasOwn(choices, given) ? choices[given] : undefined
  if (chosen !== undefined) return chosen
  const known = Object.keys(choices)
  throw new AcervoError('ACV200', `'${name}' cannot be '${given.slice(0, 40)}'`, {
    details: `Allowed: ${known.join(', ')}.`,
    hint: nearestHint(given, known),
  })
}

function unknownParameter(name: string, known: readonly string[]): AcervoError {
  const shown = name.slice(0, 80)
  if (known.includes('limit') && name.startsWith('filter'))
    return new AcervoError('ACV200', `'${shown}' is not a filter`, {
      details: 'Allowed: filter[column]=value or filter[column][operator]=value.',
    })
  return new AcervoError('ACV200', `there is no parameter '${shown}' here`, {
    details: `Allowed: ${[...known, ...(known.includes('limit') ? ['filter[…]'] : [])].join(', ')}.`,
    hint: nearestHint(shown, known),
  })
}
