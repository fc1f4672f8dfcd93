// Names of prepared statements: one for each distinct text, made of the Model's hash and a number.
// The list is bounded; what comes after is sent unnamed and prepared anew each time.
import { type Sql, toStatement } from '../database/sql.ts'
import type { Statement } from '../database/target.ts'
import type { Model } from '../model/model.ts'
import { limits } from './limits.ts'

const namesByModel = new WeakMap<Model, Map<string, string>>()

export function toNamedStatement(model: Model, source: Sql): Statement {
  const statement = toStatement(source)
  const name = nameOf(model, statement.text)
  return name === undefined ? statement : { ...statement, name }
}

function nameOf(model: Model, text: string): string | undefined {
  const names = namesByModel.get(model) ?? new Map<string, string>()
  if (names.size === 0) namesByModel.set(model, names)
  const known = names.get(text)
  if (known !== undefined || names.size >= limits.statementNamesMax) return known
  const name = `q_${model.hash}_${names.size}`
  names.set(text, name)
  return name
}
