// POST …/search: what a URL cannot say well, in a body: words, a vector, filters. The answer is a page.
import { AcervoError, nearestHint } from '../../kernel/index.ts'
import { assertRow, parseJson } from './body.ts'
import type { Asking, Edge } from './edge.ts'
import { filterBuilder, filterOperators, splitPath } from './filter.ts'
import type { Outcome } from './outcome.ts'
import { type Asked, toLimit } from './parse.ts'
import { answerPage } from './read.ts'
import { toShape } from './shape.ts'

const known = ['q', 'nearest', 'filter', 'limit', 'include', 'fields', 'after']

export async function searchRows(edge: Edge, asking: Asking, bytes: Buffer): Promise<Outcome> {
  const { table } = asking
  edge.parsers.none(table, asking.query)
  const body = parseJson(bytes)
  assertRow(body)
  for (const name of Object.keys(body)) {
    if (known.includes(name)) continue
    throw new AcervoError('ACV200', `a search has no '${name}'`, {
      details: `Allowed: ${known.join(', ')}.`,
      hint: nearestHint(name, known),
    })
  }
  return answerPage(edge, asking, toAsked(edge, table, body))
}

function toAsked(
  edge: Edge,
  table: Asking['table'],
  body: Readonly<Record<string, unknown>>,
): Asked {
  const { q, nearest, limit, after } = body
  const where = body.filter === undefined ? undefined : toWhere(body.filter)
  const paths = (name: 'include' | 'fields') => toPaths(name, body[name])
  const take = toLimit(limit === undefined ? undefined : String(limit))
  const [fields, include] = [paths('fields'), paths('include')]
  return {
    shape: toShape(edge.model, table, { fields, include, rows: take }),
    take,
    count: false,
    ...(where === undefined ? {} : { where }),
    ...(q === undefined ? {} : { q: toText('q', q) }),
    ...(after === undefined ? {} : { after: toText('after', after) }),
    ...(nearest === undefined ? {} : { nearest: toNearest(nearest) }),
  }
}

function toWhere(filter: unknown): Asked['where'] {
  assertRow(filter, "'filter'")
  const builder = filterBuilder()
  for (const [path, condition] of Object.entries(filter)) {
    if (condition === null) builder.add(path, 'isNull', true)
    else if (!isOperators(condition)) builder.add(path, 'eq', condition)
    else for (const [word, value] of Object.entries(condition)) builder.add(path, word, value)
  }
  return builder.where()
}

function isOperators(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return Object.keys(value).some((word) => Object.hasOwn(filterOperators, word))
}

function toNearest(value: unknown): NonNullable<Asked['nearest']> {
  assertRow(value, "'nearest'")
  const { vector, model } = value
  const isVector = Array.isArray(vector) && vector.every((item) => typeof item === 'number')
  if (!isVector || (model !== undefined && typeof model !== 'string'))
    throw new AcervoError('ACV200', "'nearest' is not a vector with its model", {
      details: 'Allowed: { "vector": [numbers], "model": "name" }.',
    })
  return { vector: vector as number[], ...(model === undefined ? {} : { model }) }
}

function toPaths(name: string, value: unknown): readonly (readonly string[])[] {
  if (value === undefined) return []
  if (Array.isArray(value)) return value.map((item) => splitPath(toText(name, item), name))
  throw new AcervoError('ACV200', `'${name}' is not a list`, { details: 'Allowed: ["name", …].' })
}

function toText(name: string, value: unknown): string {
  if (typeof value === 'string') return value
  throw new AcervoError('ACV200', `'${name}' is a ${typeof value}`, { details: 'Allowed: text.' })
}
