// A column -> JSON Schema (2020-12), as it is read and as it may be written: the table of values, said for
// programs. Numbers that JSON would round are texts; texts and numbers are both taken.
import type { ColumnType } from '../table/column.ts'
import type { JsonSchema } from '../table/json-schema.ts'
import { plainSpec } from './coded.ts'
import type { ColumnModel } from './model.ts'

type Use = 'read' | 'written'

const formless: JsonSchema = {}
const plain: Readonly<Partial<Record<ColumnType['name'], JsonSchema>>> = {
  text: { type: 'string' },
  integer: { type: 'integer', minimum: -2_147_483_648, maximum: 2_147_483_647 },
  boolean: { type: 'boolean' },
  uuid: { type: 'string', format: 'uuid' },
  instant: { type: 'string', format: 'date-time' },
  date: { type: 'string', format: 'date' },
  time: { type: 'string', pattern: '^\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,6})?$' },
  inet: { type: 'string' },
  bytes: { type: 'string', contentEncoding: 'base64' },
  searchVector: { type: 'string' },
}
const wholeDigits = { type: 'string', pattern: '^-?\\d{1,19}$' }
const floating = {
  anyOf: [{ type: 'number' }, { enum: ['NaN', 'Infinity', '-Infinity'] }],
}

export function toColumnSchema(column: Pick<ColumnModel, 'spec'>, use: Use): JsonSchema {
  const spec = plainSpec(column.spec)
  const schema = spec.values === undefined ? toTypeSchema(spec.type, use) : { enum: spec.values }
  return spec.optional ? { anyOf: [schema, { type: 'null' }] } : schema
}

function toTypeSchema(type: ColumnType, use: Use): JsonSchema {
  switch (type.name) {
    case 'varchar':
      return { type: 'string', maxLength: type.length }
    case 'bigint':
      return use === 'read' ? wholeDigits : { anyOf: [wholeDigits, { type: 'integer' }] }
    case 'decimal':
      return toDecimalSchema(type.scale, use)
    case 'real':
    case 'double':
      return floating
    case 'json':
      return type.schema ?? formless
    case 'array':
      return { type: 'array', items: toTypeSchema(type.of, use) }
    case 'vector':
      return {
        type: 'array',
        items: { type: 'number' },
        minItems: type.dimensions,
        maxItems: type.dimensions,
      }
    default:
      return plain[type.name] ?? formless
  }
}

function toDecimalSchema(scale: number, use: Use): JsonSchema {
  const fraction = scale === 0 ? '' : `(\\.\\d{1,${scale}})?`
  const digits = { type: 'string', pattern: `^-?\\d+${fraction}$` }
  return use === 'read' ? digits : { anyOf: [digits, { type: 'number' }] }
}
