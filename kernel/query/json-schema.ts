// Values of `json` columns against the JSON Schema that their column declares: where rows enter, whatever door they
// take, because a database cannot hold it, least of all of what is encrypted.
import type { ValidateFunction } from 'ajv'
import { AcervoError } from '../errors/index.ts'
import { plainColumn } from '../model/coded.ts'
import type { ColumnModel } from '../model/model.ts'
import type { JsonSchema } from '../table/json-schema.ts'

const validators = new WeakMap<JsonSchema, ValidateFunction>()
let compile: ((schema: JsonSchema) => ValidateFunction) | undefined

/** @throws ACV205 naming the column and the place inside it, never what stands there. */
export function assertSchema(column: ColumnModel, value: unknown): void {
  const { type } = plainColumn(column).spec
  if (type.name !== 'json' || type.schema === undefined || value === null) return
  const validate = validatorOf(type.schema)
  if (validate(value)) return
  const error = validate.errors?.[0]
  throw new AcervoError('ACV205', `'${column.name}' does not fit its schema`, {
    details: `At ${column.name}${error?.instancePath ?? ''}: ${error?.message ?? 'not valid'}.`,
  })
}

function validatorOf(schema: JsonSchema): ValidateFunction {
  let validator = validators.get(schema)
  if (validator === undefined) {
    compile ??= loadCompiler()
    validator = compile(schema)
    validators.set(schema, validator)
  }
  return validator
}

/** By the first value that needs it: neither a start nor an import of the client waits for it. */
function loadCompiler(): (schema: JsonSchema) => ValidateFunction {
  const { createRequire } = process.getBuiltinModule('node:module')
  const { Ajv2020 } = createRequire(import.meta.url)(
    'ajv/dist/2020.js',
  ) as typeof import('ajv/dist/2020.js')
  // Formats are annotations here; strict mode would refuse words that a later draft adds.
  const ajv = new Ajv2020({ strict: false, validateFormats: false })
  return (schema) => ajv.compile(schema)
}
