// Conditions on coded columns -> conditions on what stands for them: equality of an encrypted column is that of its
// blind index, equality of a hashed one that of the digest. Everything else is refused with the reason.
import { createHash } from 'node:crypto'
import { AcervoError } from '../../errors/index.ts'
import type { DataKey } from '../../keys/data-key.ts'
import type { Vault } from '../../keys/vault.ts'
import { plainColumn } from '../../model/coded.ts'
import type { ColumnModel, TableModel } from '../../model/model.ts'
import type { Caller } from '../caller.ts'
import { isPlainObject } from '../json-value.ts'
import { findTable } from '../name.ts'
import type { Request } from '../request.ts'
import { toComparedText } from '../value.ts'
import { Encoded } from './encoded.ts'
import { keyAsker, vaultOf } from './vault-of.ts'

type Where = Readonly<Record<string, unknown>>

/** The request with every condition that this database can hold it to. */
export async function encodeConditions(
  caller: Caller,
  table: TableModel,
  request: Request,
): Promise<Request> {
  const seen = { found: false, blind: false }
  const scan = new Walk(caller, {
    text: () => (seen.found = true),
    blind: () => (seen.blind = true),
  })
  scan.request(table, request)
  if (!seen.found && !seen.blind) return request
  const blind = seen.blind ? await openBlind(caller, table.database) : undefined
  return new Walk(caller, {
    text: toDigest,
    blind: (column, text) => blind?.(column, text),
  }).request(table, request)
}

export type Blind = (column: ColumnModel, text: string) => Encoded

/** Blind indexes of a database's columns. */
export async function openBlind(caller: Caller, database: string): Promise<Blind> {
  const vault = await vaultOf(caller)
  const key = await vault.indexKey(database, keyAsker(caller, database))
  return toBlind(vault, key, caller, database)
}

export function toBlind(vault: Vault, key: DataKey, caller: Caller, database: string): Blind {
  const names = new Map<ColumnModel, string>()
  const tables = caller.model.databases.get(database)?.tables.values() ?? []
  for (const table of tables)
    for (const column of table.columns.values())
      if (column.spec.codec?.form === 'sealed')
        names.set(column, `${database}.${table.name}.${column.name}`)
  return (column, text) => {
    const { codec } = column.spec
    const steps = codec?.form === 'sealed' ? codec.normalise : []
    return new Encoded(vault.blind(key, names.get(column) ?? column.name, text, steps))
  }
}

export function toDigest(_: ColumnModel, secret: string): Encoded {
  return new Encoded(createHash('sha256').update(secret).digest())
}

interface Forms {
  readonly text: (column: ColumnModel, text: string) => unknown
  readonly blind: (column: ColumnModel, text: string) => unknown
}

/** Copies what it changes and gives back what it does not. */
class Walk {
  readonly #caller: Caller
  readonly #forms: Forms

  constructor(caller: Caller, forms: Forms) {
    this.#caller = caller
    this.#forms = forms
  }

  request(table: TableModel, request: Request): Request {
    const { where, cursor, select, include } = request
    const changed = {
      ...this.#part('where', where, (given) => this.where(table, given)),
      ...this.#part('cursor', cursor, (given) => this.where(table, given)),
      ...this.#part('select', select, (given) => this.#tree(table, given)),
      ...this.#part('include', include, (given) => this.#tree(table, given)),
    }
    return Object.keys(changed).length === 0 ? request : { ...request, ...changed }
  }

  #part(name: string, given: unknown, change: (given: Where) => Where) {
    if (!isPlainObject(given)) return {}
    const changed = change(given)
    return changed === given ? {} : { [name]: changed }
  }

  where(table: TableModel, where: Where, depth = 0): Where {
    // Too deep a tree is the planner's to refuse.
    if (depth > 40) return where
    let changed: Record<string, unknown> | undefined
    for (const name of Object.keys(where)) {
      const value = where[name]
      const [key, next] = this.#condition(table, name, value, depth)
      if (key === name && next === value) continue
      changed ??= { ...where }
      if (key !== name) {
        if (where[key] !== undefined || (key in changed && changed[key] !== undefined))
          throw refused(table.columns.get(name) as ColumnModel, 'twice')
        delete changed[name]
      }
      changed[key] = next
    }
    return changed ?? where
  }

  #condition(table: TableModel, name: string, value: unknown, depth: number): [string, unknown] {
    const column = table.columns.get(name)
    if (column !== undefined)
      return column.spec.codec === undefined ? [name, value] : this.#coded(column, value)
    const relation = table.relations.get(name)
    const there =
      relation === undefined || relation.kind === 'reference'
        ? table
        : findTable(this.#caller.model, relation.database, relation.table)
    if (Array.isArray(value)) {
      const items = value.map((one) =>
        isPlainObject(one) ? this.where(there, one, depth + 1) : one,
      )
      return [name, items.every((one, at) => one === value[at]) ? value : items]
    }
    if (!isPlainObject(value)) return [name, value]
    return [name, this.#nested(relation?.kind, there, value, depth + 1)]
  }

  /** `some`, `every`, `none`, `is`, `isNot` hold conditions of the rows at the other end. */
  #nested(kind: string | undefined, there: TableModel, value: Where, depth: number): Where {
    const isWrapped =
      kind === 'many' || Object.keys(value).some((key) => key === 'is' || key === 'isNot')
    if (kind === undefined || !isWrapped) return this.where(there, value, depth)
    const entries = Object.entries(value).map(([key, inner]) => [
      key,
      isPlainObject(inner) ? this.where(there, inner, depth) : inner,
    ])
    return entries.every(([key, inner]) => value[key as string] === inner)
      ? value
      : Object.fromEntries(entries)
  }

  #coded(column: ColumnModel, value: unknown): [string, unknown] {
    const { codec } = column.spec
    if (value === null || value === undefined || codec === undefined || codec.form === 'blind')
      return [column.name, value]
    const filter = isPlainObject(value) ? value : { equals: value }
    const [operator, ...others] = Object.keys(filter)
    const operand = operator === undefined ? undefined : filter[operator]
    const isEmpty = operand === null && (operator === 'equals' || operator === 'not')
    if (isEmpty && others.length === 0) return [column.name, value]
    if (others.length > 0 || (operator !== 'equals' && operator !== 'in'))
      throw refused(column, operator ?? 'nothing')
    if (codec.form === 'sealed' && codec.blind === undefined) throw refused(column, operator)
    const name = codec.form === 'sealed' ? (codec.blind as string) : column.name
    const items: readonly unknown[] =
      operator === 'in' && Array.isArray(operand) ? operand : [operand]
    const encoded = items.map((one) => {
      const text = comparedText(column, one)
      return codec.form === 'sealed'
        ? this.#forms.blind(column, text)
        : this.#forms.text(column, text)
    })
    return [name, operator === 'in' ? { in: encoded } : encoded[0]]
  }

  #tree(table: TableModel, tree: Where, depth = 0): Where {
    if (depth > 20) return tree
    let changed: Record<string, unknown> | undefined
    for (const name of Object.keys(tree)) {
      const relation = table.relations.get(name)
      const value = tree[name]
      if (relation === undefined || relation.kind === 'reference' || !isPlainObject(value)) continue
      const there = findTable(this.#caller.model, relation.database, relation.table)
      const next = {
        ...this.#part('where', value.where, (given) => this.where(there, given)),
        ...this.#part('select', value.select, (given) => this.#tree(there, given, depth + 1)),
        ...this.#part('include', value.include, (given) => this.#tree(there, given, depth + 1)),
      }
      if (Object.keys(next).length === 0) continue
      changed ??= { ...tree }
      changed[name] = { ...value, ...next }
    }
    return changed ?? tree
  }
}

/** The value is a secret: an error about it says which column, and nothing of it. */
export function comparedText(column: ColumnModel, value: unknown): string {
  try {
    return toComparedText(plainColumn(column), value)
  } catch {
    throw misfitOf(column)
  }
}

export function misfitOf(column: ColumnModel): AcervoError {
  const { type, values } = plainColumn(column).spec
  return new AcervoError('ACV205', `the value given for '${column.name}' does not fit`, {
    details: values === undefined ? `It takes: ${type.name}.` : `It takes: ${values.join(', ')}.`,
  })
}

function refused(column: ColumnModel, operator: string): AcervoError {
  const { codec } = column.spec
  const isBlind = codec?.form === 'sealed' && codec.blind !== undefined
  const allowed = isBlind || codec?.form === 'hashed' ? 'equals, in, and null' : 'null alone'
  return new AcervoError('ACV333', `'${column.name}' cannot be asked for by '${operator}'`, {
    details: `It is ${codec?.form === 'hashed' ? 'hashed' : 'encrypted'}. Allowed: ${allowed}.`,
    ...(isBlind || codec?.form === 'hashed'
      ? {}
      : { hint: 'Give the column a blind index in its declaration.' }),
  })
}
