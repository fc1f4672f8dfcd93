// Full-text search and nearness: the condition each sets and the order each gives.
import { raw, type Sql, sql } from '../database/sql.ts'
import { AcervoError } from '../errors/index.ts'
import type { NearestModel } from '../model/model.ts'
import type { Metric } from '../table/fact.ts'
import { isPlainObject } from './json-value.ts'
import { limits } from './limits.ts'
import { describe } from './misfit.ts'
import { toVectorItems } from './number.ts'
import type { OrderKey } from './order.ts'
import { columnSql, type Source } from './scope.ts'
import { toPlainText } from './value.ts'

export interface Search {
  readonly condition: Sql
  readonly key: OrderKey
}

/** Best matches first; the words are read as people write them in a search box. */
export function searchOf(source: Source, q: unknown): Search | undefined {
  if (q === undefined) return undefined
  const { search } = source.table
  if (search === undefined)
    throw new AcervoError('ACV211', `'${source.table.name}' cannot be searched`, {
      hint: 'Declare it searchable.',
    })
  const text = toWords(q)
  const configuration = raw(`'${search.configuration}'::regconfig`)
  const query = sql`websearch_to_tsquery(${configuration}, ${text}::text)`
  const own = columnSql(source, search.column)
  return {
    condition: sql`${own} @@ ${query}`,
    key: {
      expression: sql`ts_rank(${own}, ${query})`,
      cast: raw('::real'),
      direction: 'desc',
      nullable: false,
    },
  }
}

/** Without the minus signs that exclude no word: more than 32 in a row are refused by the server's parser. */
function toWords(q: unknown): string {
  const text = toPlainText('q', q)
  if (text.length <= limits.wordsCharactersMax)
    return text.replace(/-(?![\p{L}\p{N}]|"[^"]*[\p{L}\p{N}])/gu, ' ')
  throw new AcervoError('ACV206', `'q' holds ${text.length} characters`, {
    details: `Allowed: ${limits.wordsCharactersMax}.`,
  })
}

const operators: Readonly<Record<Metric, string>> = {
  cosine: '<=>',
  l2: '<->',
  'inner product': '<#>',
}

export interface Nearest extends OrderKey {
  readonly condition: Sql
  /** The same order as an index can walk it, and the number of rows up to which it is not needed. */
  readonly walk?: { readonly expression: Sql; readonly exactRowsMax: number }
}

/** Exact: `+ 0` keeps an approximate index, which under policies finds next to nothing, out of the plan. */
export function nearestKey(source: Source, given: unknown): Nearest | undefined {
  if (given === undefined) return undefined
  if (source.table.nearest === undefined)
    throw new AcervoError('ACV211', `'${source.table.name}' has no embeddings`, {
      hint: 'Declare it embedded.',
    })
  if (!isPlainObject(given))
    throw new AcervoError('ACV200', `'nearest' is ${describe(given)}`, {
      details: 'Allowed: { vector, model }.',
    })
  const { vector, model } = given
  const nearest = findNearest(source.table.nearest, model)
  const { type } = nearest.column.spec
  const dimensions = type.name === 'vector' ? type.dimensions : 0
  const text = `[${toVectorItems('nearest.vector', vector, dimensions).join(',')}]`
  const own = columnSql(source, nearest.column)
  const distance = sql`${own} ${raw(`operator(acervo.${operators[nearest.metric]})`)} ${text}`
  const { exactRowsMax } = nearest
  return {
    expression: sql`((${distance}) + 0)`,
    cast: raw('::double precision'),
    direction: 'asc',
    nullable: false,
    condition: sql`${own} is not null`,
    ...(exactRowsMax === undefined
      ? {}
      : { walk: { expression: sql`(${distance})`, exactRowsMax } }),
  }
}

/** Those that serve, unless another model is named. */
function findNearest(all: readonly NearestModel[], model: unknown): NearestModel {
  const found = all.find((one) => model === undefined || one.model === model)
  if (found !== undefined) return found
  const known = all.map((one) => `'${one.model}'`).join(' or ')
  throw new AcervoError('ACV211', `the embeddings were not made by ${describe(model)}`, {
    details: `Given: ${describe(model)}. They were made by ${known}.`,
    hint: 'Vectors of two models cannot be compared.',
  })
}
