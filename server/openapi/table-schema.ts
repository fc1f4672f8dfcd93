// A table -> the schemas of its rows: as read, as created, as changed.
import { type JsonSchema, type Model, type TableModel, toColumnSchema } from '../../kernel/index.ts'

export function schemaName(table: Pick<TableModel, 'database' | 'name'>): string {
  return `${table.database}.${table.name}`
}

export function toReference(name: string): JsonSchema {
  return { $ref: `#/components/schemas/${name}` }
}

export function toTableSchemas(model: Model, table: TableModel): Record<string, JsonSchema> {
  const name = schemaName(table)
  const can = allowed(table)
  return {
    [name]: toRowSchema(model, table),
    ...(can.insert ? { [`${name}.create`]: toCreateSchema(table) } : {}),
    ...(can.update ? { [`${name}.update`]: toUpdateSchema(table) } : {}),
  }
}

/** What requests may do with a table at all; policies decide about rows. */
export function allowed(table: TableModel) {
  const granted = table.grants.find(({ role }) => role === 'app')?.privileges ?? []
  const isTable = table.kind === 'table'
  const update = isTable && granted.includes('update')
  return {
    read: table.kind === 'view' || granted.includes('select'),
    insert: isTable && granted.includes('insert'),
    update,
    delete: isTable && (table.deleteAsUpdate === undefined ? granted.includes('delete') : update),
  }
}

function toRowSchema(model: Model, table: TableModel): JsonSchema {
  const columns = [...table.columns.values()]
  const properties: Record<string, JsonSchema> = {}
  for (const column of columns)
    if (column.spec.hidden !== true) properties[column.name] = toColumnSchema(column, 'read')
  for (const [name, relation] of table.relations) {
    const target = model.databases.get(relation.database)?.tables.get(relation.table)
    if (target === undefined) continue
    const row = toReference(schemaName(target))
    properties[name] =
      relation.kind === 'many'
        ? { type: 'array', items: row, description: 'With include only.' }
        : { anyOf: [row, { type: 'null' }], description: 'With include only.' }
  }
  // `fields` may leave any column out, so none is required of every answer.
  return { type: 'object', properties }
}

function toCreateSchema(table: TableModel): JsonSchema {
  const columns = [...table.columns.values()].filter(
    ({ insertable, spec }) => insertable && spec.codec?.form !== 'blind',
  )
  const required = columns.filter(
    ({ spec }) => !spec.optional && spec.default === undefined && spec.generated === undefined,
  )
  const names = required.map(({ name }) => name)
  return {
    type: 'object',
    properties: Object.fromEntries(columns.map((c) => [c.name, toColumnSchema(c, 'written')])),
    ...(names.length === 0 ? {} : { required: names }),
    additionalProperties: false,
  }
}

const relative: JsonSchema = {
  type: 'object',
  description: 'A change relative to the stored number.',
  properties: Object.fromEntries(
    ['set', 'increment', 'decrement', 'multiply'].map((word) => [
      word,
      { type: ['number', 'string'] },
    ]),
  ),
  minProperties: 1,
  maxProperties: 1,
  additionalProperties: false,
}
const numbers: ReadonlySet<string> = new Set(['integer', 'bigint', 'decimal', 'real', 'double'])

function toUpdateSchema(table: TableModel): JsonSchema {
  const columns = [...table.columns.values()].filter(
    ({ updatable, spec }) => updatable && spec.codec?.form !== 'blind',
  )
  return {
    type: 'object',
    properties: Object.fromEntries(
      columns.map((column) => {
        const value = toColumnSchema(column, 'written')
        const isNumber = numbers.has(column.spec.type.name)
        return [column.name, isNumber ? { anyOf: [value, relative] } : value]
      }),
    ),
    additionalProperties: false,
  }
}
