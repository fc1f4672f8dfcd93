// Values of `json` columns against their declared JSON Schema, before a row is written. Other columns are
// checked by the plan. The validator is loaded by the first table that needs it.
import type { ValidateFunction } from 'ajv'
import { AcervoError, plainColumn, type TableModel } from '../../kernel/index.ts'
import type { Row } from './body.ts'

/** @throws ACV205 naming the column and the place inside it. */
export type JsonGuard = (row: Row) => void

const guards = new WeakMap<TableModel, Promise<JsonGuard>>()
const letPass: JsonGuard = () => {}

export function jsonGuard(table: TableModel): Promise<JsonGuard> {
  let guard = guards.get(table)
  if (guard === undefined) {
    guard = makeGuard(table)
    guards.set(table, guard)
  }
  return guard
}

async function makeGuard(table: TableModel): Promise<JsonGuard> {
  const held = [...table.columns.values()]
    .map(plainColumn)
    .flatMap(({ name, spec: { type } }) =>
      type.name === 'json' && type.schema !== undefined ? [{ name, schema: type.schema }] : [],
    )
  if (held.length === 0) return letPass
  const { Ajv2020 } = await import('ajv/dist/2020.js')
  // Formats are annotations here; strict mode would refuse words that a later draft adds.
  const ajv = new Ajv2020({ strict: false, validateFormats: false })
  const validators = held.map(({ name, schema }) => [name, ajv.compile(schema)] as const)
  return (row) => {
    for (const [name, validate] of validators) assertFits(name, validate, row[name])
  }
}

function assertFits(name: string, validate: ValidateFunction, value: unknown): void {
  if (value === undefined || value === null || validate(value)) return
  const error = validate.errors?.[0]
  throw new AcervoError('ACV205', `'${name}' does not fit its schema`, {
    details: `At ${name}${error?.instancePath ?? ''}: ${error?.message ?? 'not valid'}.`,
  })
}
