// A table -> its paths in OpenAPI: list, create, read, change, delete, search, as far as it allows them.
import type { TableModel } from '../../kernel/index.ts'
import { toTablePath } from '../resource/address.ts'
import { keyColumns } from '../resource/key.ts'
import { type ParameterName, refusals, toParameterReference } from './parameters.ts'
import { allowed, schemaName, toReference } from './table-schema.ts'

type Operation = Readonly<Record<string, unknown>>

export function toTablePaths(table: TableModel): Record<string, Operation> {
  const path = toTablePath(table)
  const can = allowed(table)
  const collection = {
    ...(can.read ? { get: toList(table) } : {}),
    ...(can.insert ? { post: toCreate(table) } : {}),
  }
  const row = {
    ...(can.read ? { get: toRead(table) } : {}),
    ...(can.update ? { patch: toUpdate(table) } : {}),
    ...(can.delete ? { delete: toDelete(table) } : {}),
  }
  const isSearchable = table.search !== undefined || table.nearest !== undefined
  return {
    ...(Object.keys(collection).length === 0 ? {} : { [path]: collection }),
    ...(Object.keys(row).length === 0 || keyColumns(table).length === 0
      ? {}
      : { [`${path}/{id}`]: { parameters: [idParameter(table)], ...row } }),
    ...(isSearchable && can.read ? { [`${path}/search`]: { post: toSearch(table) } } : {}),
  }
}

function operation(table: TableModel, verb: string, summary: string, names: ParameterName[]) {
  return {
    operationId: `${table.database}.${table.name}.${verb}`,
    tags: [table.database],
    summary,
    parameters: [...names, 'claims' as const].map(toParameterReference),
  }
}

function toList(table: TableModel): Operation {
  const names: ParameterName[] = ['filter', 'sort', 'include', 'fields', 'limit', 'after', 'count']
  if (table.search !== undefined) names.push('q')
  if (table.liveColumn !== undefined) names.push('live')
  return {
    ...operation(table, 'list', `Rows of ${table.sqlName}`, names),
    responses: { 200: json('One page of rows.', pageSchema(table)), ...refusals },
  }
}

function toCreate(table: TableModel): Operation {
  const one = toReference(`${schemaName(table)}.create`)
  const many = { type: 'object', properties: { inserted: { type: 'integer' } } }
  return {
    ...operation(table, 'create', `Create rows of ${table.sqlName}`, [
      'idempotencyKey',
      'include',
      'fields',
    ]),
    requestBody: {
      required: true,
      content: {
        'application/json': { schema: { anyOf: [one, { type: 'array', items: one }] } },
        'application/x-ndjson': { schema: { type: 'string' } },
      },
    },
    responses: {
      201: json('The row, or how many were inserted.', { anyOf: [rowSchema(table), many] }),
      ...refusals,
    },
  }
}

function toRead(table: TableModel): Operation {
  const names: ParameterName[] = ['include', 'fields', 'ifNoneMatch']
  if (table.liveColumn !== undefined) names.push('live')
  return {
    ...operation(table, 'read', `One row of ${table.sqlName}`, names),
    responses: {
      200: json('The row.', rowSchema(table)),
      304: { description: 'The row still has the ETag of If-None-Match.' },
      ...refusals,
    },
  }
}

function toUpdate(table: TableModel): Operation {
  const schema = toReference(`${schemaName(table)}.update`)
  return {
    ...operation(table, 'update', `Change a row of ${table.sqlName}`, [
      'ifMatch',
      'idempotencyKey',
      'include',
      'fields',
    ]),
    requestBody: { required: true, content: { 'application/json': { schema } } },
    responses: { 200: json('The row after the change.', rowSchema(table)), ...refusals },
  }
}

function toDelete(table: TableModel): Operation {
  return {
    ...operation(table, 'delete', `Delete a row of ${table.sqlName}`, ['ifMatch']),
    responses: { 204: { description: 'The row is deleted.' }, ...refusals },
  }
}

function toSearch(table: TableModel): Operation {
  const properties = {
    ...(table.search === undefined ? {} : { q: { type: 'string' } }),
    ...(table.nearest === undefined ? {} : { nearest: { type: 'object' } }),
    filter: { type: 'object', description: '{ column: value } or { column: { operator: value } }' },
    limit: { type: 'integer', minimum: 1 },
    include: { type: 'array', items: { type: 'string' } },
    fields: { type: 'array', items: { type: 'string' } },
  }
  const schema = { type: 'object', properties, additionalProperties: false }
  return {
    ...operation(table, 'search', `Search rows of ${table.sqlName}`, []),
    requestBody: { required: true, content: { 'application/json': { schema } } },
    responses: { 200: json('The best rows first.', pageSchema(table)), ...refusals },
  }
}

function idParameter(table: TableModel) {
  const names = keyColumns(table).map(({ name }) => name)
  return {
    name: 'id',
    in: 'path',
    required: true,
    schema: { type: 'string' },
    description:
      names.length === 1 ? `The ${names[0]}.` : `Values with commas: ${names.join(',')}.`,
  }
}

function rowSchema(table: TableModel) {
  return toReference(schemaName(table))
}

function pageSchema(table: TableModel) {
  return {
    type: 'object',
    required: ['data', 'next'],
    properties: {
      data: { type: 'array', items: rowSchema(table) },
      next: { type: ['string', 'null'] },
      count: { type: 'integer' },
    },
  }
}

function json(description: string, schema: object) {
  return { description, content: { 'application/json': { schema } } }
}
