// What of a reading request decides its statement: everything but the values of its `where`. Requests of one
// shape are planned once. A shape says only what may be planned so; the planner checks it.
import type { ColumnModel, TableModel } from '../model/model.ts'
import { isPlainObject } from './json-value.ts'
import { limits } from './limits.ts'
import type { PlanOptions } from './planning.ts'
import { hasOnePrefix } from './prefix.ts'
import type { Request } from './request.ts'
import { pageUsualMax } from './row-sql.ts'
import { Slot } from './slot.ts'

export interface Shape {
  /** Equal for requests that differ in values only; names of requests are never joined to a text. */
  readonly tokens: readonly Token[]
  /** The values by slot, each with the column that it is compared with. */
  readonly values: readonly (readonly [ColumnModel, unknown])[]
  /** The request's `where` with slots instead of values. */
  readonly where: Readonly<Record<string, unknown>> | undefined
}

export type Token = string | number | boolean | symbol

const value = Symbol('value')
const empty = Symbol('empty')
const open = Symbol('open')
const close = Symbol('close')

const readingVerbs: ReadonlySet<string> = new Set(['findUnique', 'findFirst', 'findMany'])
const comparisons: ReadonlySet<string> = new Set(['equals', 'lt', 'lte', 'gt', 'gte'])

/** Undefined where the request is planned for itself. */
export function toShape(
  table: TableModel,
  request: Request,
  options: PlanOptions,
): Shape | undefined {
  const { verb } = request
  // The identity of a partitioned table's row says which partition is read: its statement depends on it.
  if (!readingVerbs.has(verb) || (verb === 'findUnique' && table.partition !== undefined))
    return undefined
  const reading = new Reading(table)
  const isPrefixed = hasOnePrefix(table, options.settings)
  reading.tokens.push(verb, options.page === true, options.version === true, isPrefixed)
  for (const key of Object.keys(request) as (keyof Request)[]) {
    const given = request[key]
    if (given === undefined || key === 'database' || key === 'table' || key === 'verb') continue
    if (!reading.readPart(key, given)) return undefined
  }
  return reading
}

class Reading implements Shape {
  readonly tokens: Token[] = []
  readonly values: [ColumnModel, unknown][] = []
  where: Record<string, unknown> | undefined
  readonly #table: TableModel

  constructor(table: TableModel) {
    this.#table = table
  }

  /** False where the part is not one that a shape takes. */
  readPart(key: keyof Request, given: unknown): boolean {
    this.tokens.push(key)
    switch (key) {
      case 'where':
        return this.#readWhere(given)
      case 'select':
      case 'include':
        return this.#readTree(given)
      case 'orderBy':
        return this.#readOrder(given)
      case 'live':
        return this.#readConstant(typeof given === 'boolean', given)
      case 'take':
        // Larger ones are values already, and too many to plan each.
        return this.#readConstant(typeof given === 'number' && given <= pageUsualMax, given)
      default:
        return false
    }
  }

  #readConstant(isTaken: boolean, given: unknown): boolean {
    if (isTaken) this.tokens.push(given as Token)
    return isTaken
  }

  #readWhere(where: unknown): boolean {
    if (!isPlainObject(where)) return false
    this.where = {}
    for (const name of Object.keys(where)) {
      const column = this.#table.columns.get(name)
      const given = where[name]
      if (column === undefined || given === undefined) return false
      this.tokens.push(name)
      if (!isPlainObject(given)) this.where[name] = this.#take(column, given)
      else if (!this.#readFilter(name, column, given)) return false
    }
    this.tokens.push(close)
    return true
  }

  #readFilter(name: string, column: ColumnModel, filter: Readonly<Record<string, unknown>>) {
    const slots: Record<string, unknown> = {}
    this.tokens.push(open)
    for (const operator of Object.keys(filter)) {
      const given = filter[operator]
      if (!comparisons.has(operator) || given === undefined) return false
      this.tokens.push(operator)
      slots[operator] = this.#take(column, given)
    }
    this.tokens.push(close)
    if (this.where !== undefined) this.where[name] = slots
    return true
  }

  /** An empty value is part of the shape: it is asked for in other words. */
  #take(column: ColumnModel, given: unknown): unknown {
    this.tokens.push(given === null ? empty : value)
    if (given === null) return null
    return new Slot(this.values.push([column, given]) - 1)
  }

  #readTree(tree: unknown, depth = 0): boolean {
    if (!isPlainObject(tree) || depth > limits.includeDepthMax) return false
    this.tokens.push(open)
    for (const name of Object.keys(tree)) {
      const asked = tree[name]
      if (asked === undefined || asked === false) continue
      this.tokens.push(name)
      if (asked !== true && !this.#readNested(asked, depth + 1)) return false
    }
    this.tokens.push(close)
    return true
  }

  /** Without the arguments of lists, which hold values of their own. */
  #readNested(asked: unknown, depth: number): boolean {
    if (!isPlainObject(asked)) return false
    this.tokens.push(open)
    for (const part of Object.keys(asked)) {
      if (part !== 'select' && part !== 'include') return false
      this.tokens.push(part)
      if (!this.#readTree(asked[part], depth)) return false
    }
    this.tokens.push(close)
    return true
  }

  #readOrder(orderBy: unknown): boolean {
    const items: readonly unknown[] = Array.isArray(orderBy) ? orderBy : [orderBy]
    for (const item of items) {
      if (!isPlainObject(item)) return false
      for (const name of Object.keys(item)) {
        const direction = item[name]
        if (typeof direction !== 'string') return false
        this.tokens.push(name, direction)
      }
    }
    this.tokens.push(close)
    return true
  }
}
