// May this principal ask this? Every table that a request touches is looked at before anything is planned: what it
// shows, what it follows, what it filters and sorts by. A filter on a table that may not be read would leak its rows
// bit by bit. Names that do not exist are the planner's to tell.
import { AcervoError } from '../errors/index.ts'
import type { Model, TableModel } from '../model/model.ts'
import type { Request, Verb } from '../query/request.ts'
import { isPermitted } from './permission.ts'
import type { Principal } from './principal.ts'

/** What each verb needs. Whoever changes rows chooses them by their values: that is reading. */
const needed: Readonly<Record<Verb, readonly string[]>> = {
  findMany: ['read'],
  findFirst: ['read'],
  findUnique: ['read'],
  count: ['read'],
  aggregate: ['read'],
  groupBy: ['read'],
  create: ['create'],
  createMany: ['create'],
  update: ['read', 'update'],
  updateMany: ['read', 'update'],
  upsert: ['read', 'create', 'update'],
  delete: ['read', 'delete'],
  deleteMany: ['read', 'delete'],
}

/** @throws ACV624; nothing where the principal is the process itself. */
export function assertPermitted(model: Model, principal: Principal, request: Request): void {
  if (principal.permissions === undefined) return
  const table = model.databases.get(request.database)?.tables.get(request.table)
  const verbs = Object.hasOwn(needed, request.verb) ? needed[request.verb] : undefined
  if (table === undefined || verbs === undefined) return
  for (const verb of verbs) assertVerb(principal, table, verb)
  if (verbs.some((verb) => verb !== 'read')) assertMayWrite(model, principal, table)
  new Look(model, principal).request(table, request)
}

export function assertVerb(
  principal: Principal,
  { database, name: table }: Pick<TableModel, 'database' | 'name'>,
  verb: string,
): void {
  if (isPermitted(principal, { database, table, verb })) return
  throw new AcervoError('ACV624', `'${table}' is not open to you for '${verb}'`, {
    details: `It needs ${database}.${table}:${verb}.`,
    hint: 'GET /v1/me/permissions says what you may do; an administrator gives roles.',
  })
}

/** Who may write these rows by hand could give themselves anything: the routes of identity hold the rules. */
function assertMayWrite({ systems }: Model, principal: Principal, table: TableModel): void {
  if (table.identity === undefined) return
  const own = systems.find(({ databases }) => databases.some(({ name }) => name === table.database))
  const mayAll = own?.databases.every(({ name }) =>
    isPermitted(principal, { database: name, table: '*', verb: '*' }),
  )
  if (mayAll === true) return
  throw new AcervoError('ACV624', `'${table.name}' is written by administrators alone`, {
    details: 'It decides who may do what.',
    hint: 'Use the routes below the system: invitations, keys, users/{id}/roles.',
  })
}

type Values = Readonly<Record<string, unknown>>

class Look {
  readonly #model: Model
  readonly #principal: Principal

  constructor(model: Model, principal: Principal) {
    this.#model = model
    this.#principal = principal
  }

  request(table: TableModel, request: Request): void {
    this.#where(table, request.where)
    this.#shape(table, request.select)
    this.#shape(table, request.include)
    this.#order(table, request.orderBy)
    this.#names(table, request.cursor)
    this.#names(table, request.create)
    this.#names(table, request.update)
    this.#names(table, request.having)
    for (const measure of ['_count', '_sum', '_avg', '_min', '_max'] as const)
      this.#names(table, request[measure])
    if (Array.isArray(request.by)) for (const name of request.by) assertShown(table, String(name))
    if (table.identity === undefined || request.data === undefined) return
    for (const row of Array.isArray(request.data) ? request.data : [request.data])
      this.#names(table, row)
  }

  #where(table: TableModel, where: unknown): void {
    for (const [key, value] of entries(where)) {
      if (key === 'AND' || key === 'OR' || key === 'NOT') {
        for (const item of Array.isArray(value) ? value : [value]) this.#where(table, item)
        continue
      }
      if (table.columns.has(key)) assertShown(table, key)
      // The name of a unique key of several columns holds their values.
      else if (!table.relations.has(key)) this.#names(table, value)
      const there = this.#follow(table, key)
      if (there === undefined) continue
      const operators = entries(value).filter(([name]) => relationOperators.has(name))
      if (operators.length === 0) this.#where(there, value)
      for (const [, inner] of operators) this.#where(there, inner)
    }
  }

  /** Of select and include. */
  #shape(table: TableModel, shape: unknown): void {
    for (const [key, asked] of entries(shape)) {
      if (asked === false || asked === undefined) continue
      assertShown(table, key)
      const there = this.#follow(table, key)
      if (there === undefined || !isObject(asked)) continue
      this.#shape(there, asked.select)
      this.#shape(there, asked.include)
      this.#where(there, asked.where)
      this.#order(there, asked.orderBy)
    }
  }

  #order(table: TableModel, order: unknown): void {
    for (const item of Array.isArray(order) ? order : [order])
      for (const [key, value] of entries(item)) {
        assertShown(table, key)
        const there = this.#follow(table, key)
        if (there !== undefined) this.#order(there, value)
        else if (isObject(value)) this.#names(table, value)
      }
  }

  #names(table: TableModel, values: unknown): void {
    for (const [key] of entries(values)) assertShown(table, key)
  }

  /** The table that a relation leads to, if it may be read. */
  #follow(table: TableModel, name: string): TableModel | undefined {
    const relation = table.columns.has(name) ? undefined : table.relations.get(name)
    if (relation === undefined) return undefined
    const there = this.#model.databases.get(relation.database)?.tables.get(relation.table)
    if (there !== undefined) assertVerb(this.#principal, there, 'read')
    return there
  }
}

const relationOperators: ReadonlySet<string> = new Set(['some', 'every', 'none', 'is', 'isNot'])

/** Hashes of passwords and tokens: not to be read, compared, sorted by or written, by nobody's request. */
function assertShown(table: TableModel, column: string): void {
  if (table.identity?.secrets.has(column) !== true) return
  throw new AcervoError('ACV624', `'${column}' of '${table.name}' is closed to requests`, {
    details: 'It proves who somebody is.',
  })
}

function entries(value: unknown): readonly (readonly [string, unknown])[] {
  return isObject(value) ? Object.entries(value) : []
}

function isObject(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
