// The Model -> one OpenAPI 3.1 document. Made once per Model, of nothing but the Model.
import type { JsonSchema, Model } from '../../kernel/index.ts'
import { toActionPaths } from './action-paths.ts'
import { eventPaths } from './event-paths.ts'
import { toIdentityPaths } from './identity-paths.ts'
import { parameters, problemResponse, problemSchema, refusals } from './parameters.ts'
import { toTablePaths } from './table-paths.ts'
import { toTableSchemas } from './table-schema.ts'

export interface OpenApi {
  readonly openapi: '3.1.0'
  readonly info: { readonly title: string; readonly version: string; readonly description: string }
  readonly tags: readonly { readonly name: string; readonly description: string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonSchema>>
    readonly [section: string]: unknown
  }
  readonly security: readonly Readonly<Record<string, readonly string[]>>[]
}

const description = [
  'Every declared table as a resource.',
  'Instants are UTC with six digits; bigint and decimal are strings; bytes are base64.',
  'Errors are application/problem+json with a code.',
].join(' ')

export function toOpenApi(model: Model, version: string): OpenApi {
  const databases = [...model.databases.values()]
  const tables = databases.flatMap((database) => [...database.tables.values()])
  return Object.freeze({
    openapi: '3.1.0',
    info: { title: 'Acervo', version, description },
    tags: databases.map(({ name, purpose, schema }) => ({
      name,
      description: purpose === '' ? schema : purpose,
    })),
    paths: {
      ...commonPaths,
      ...eventPaths,
      ...onePath(
        Object.assign({}, ...tables.map(toTablePaths), ...tables.map(toActionPaths)),
        toIdentityPaths(model),
      ),
    },
    components: {
      schemas: Object.assign(
        { Problem: problemSchema },
        ...tables.map((table) => toTableSchemas(model, table)),
      ),
      parameters,
      responses: { Problem: problemResponse },
      securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
    },
    security: [{ key: [] }],
  })
}

/** Where a system has its name from its database a table may stand at the path of the identity store, whose methods come first. */
function onePath(tables: OpenApi['paths'], identity: OpenApi['paths']): OpenApi['paths'] {
  const both = Object.entries(identity).map(([path, methods]) => [
    path,
    { ...tables[path], ...methods },
  ])
  return { ...tables, ...Object.fromEntries(both) }
}

const healthSchema = {
  type: 'object',
  required: ['status', 'databases', 'details'],
  properties: {
    status: { enum: ['ok', 'degraded', 'down'] },
    databases: { type: 'object', additionalProperties: { type: 'boolean' } },
    details: { type: 'array', items: { type: 'object' } },
  },
}

const healthAnswer = {
  description: 'How each database does.',
  content: { 'application/json': { schema: healthSchema } },
}

const commonPaths = {
  '/health/live': {
    get: {
      operationId: 'health.live',
      summary: 'The process runs',
      security: [],
      responses: { 200: { description: 'It does.' } },
    },
  },
  '/health/ready': {
    get: {
      operationId: 'health.ready',
      summary: 'Requests are taken',
      security: [],
      responses: { 200: { description: 'They are.' }, 503: { description: 'Not now.' } },
    },
  },
  '/v1/health': {
    get: {
      operationId: 'health.databases',
      summary: 'How each database does',
      responses: { 200: healthAnswer, 503: healthAnswer, ...refusals },
    },
  },
  '/metrics': {
    get: {
      operationId: 'metrics',
      summary: 'Counts and durations for Prometheus',
      responses: {
        200: { description: 'Text.', content: { 'text/plain': { schema: { type: 'string' } } } },
        ...refusals,
      },
    },
  },
}
