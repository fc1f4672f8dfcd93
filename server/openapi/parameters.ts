// Parameters, headers and answers that every resource shares, said once under components.

import { filterOperators } from '../resource/filter.ts'
import { limits } from '../resource/limits.ts'
import { toReference } from './table-schema.ts'

const query = (name: string, schema: object, description: string) => ({
  name,
  in: 'query',
  schema,
  description,
})
const header = (name: string, schema: object, description: string) => ({
  name,
  in: 'header',
  schema,
  description,
})
const text = { type: 'string' }

export const parameters = {
  filter: {
    name: 'filter',
    in: 'query',
    style: 'deepObject',
    explode: true,
    schema: { type: 'object', additionalProperties: true },
    description: `filter[column]=value, filter[column][operator]=value, filter[relation.column]=value. Operators: ${Object.keys(filterOperators).join(', ')}.`,
  },
  sort: query('sort', text, 'Columns with commas, - before one for descending: -startedAt,name.'),
  include: query('include', text, 'Relations with commas, nested by points: client,client.branch.'),
  fields: query('fields', text, 'Columns with commas; the only way to read a hidden column.'),
  q: query('q', text, 'Words to search, for a searchable table.'),
  limit: query(
    'limit',
    { type: 'integer', minimum: 1, maximum: limits.pageRowsMax, default: limits.pageRows },
    'Rows of one page.',
  ),
  after: query('after', text, "The cursor 'next' of the page before."),
  count: query('count', { enum: ['exact', 'none'] }, 'exact: the answer says how many rows match.'),
  live: query('live', { type: 'boolean' }, 'false: soft-deleted rows too.'),
  ifMatch: header('If-Match', text, 'The ETag that the row must still have; otherwise 412.'),
  ifNoneMatch: header('If-None-Match', text, 'An ETag; 304 while the row still has it.'),
  idempotencyKey: header(
    'Idempotency-Key',
    { type: 'string', maxLength: limits.idempotencyKeyCharactersMax },
    'A repeated request with the same key answers what the first one did, for 24 hours.',
  ),
  claims: header('acervo-claims', text, 'Claims to act with, for keys that may: tenant="…".'),
} as const

export type ParameterName = keyof typeof parameters

export function toParameterReference(name: ParameterName): { readonly $ref: string } {
  return { $ref: `#/components/parameters/${name}` }
}

export const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'message', 'requestId'],
  properties: {
    type: text,
    title: text,
    status: { type: 'integer' },
    detail: text,
    code: { type: 'string', pattern: '^ACV\\d{3}$' },
    message: text,
    details: text,
    hint: text,
    requestId: text,
    errors: { type: 'array', items: { type: 'object' } },
  },
} as const

export const problemResponse = {
  description: 'The request was refused; code says why.',
  content: { 'application/problem+json': { schema: toReference('Problem') } },
} as const

export const refusals = { default: { $ref: '#/components/responses/Problem' } } as const
