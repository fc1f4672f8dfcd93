// The run-time half of the typed client: verbs -> request values -> parsed answers. It holds no rule:
// the planner checks everything, whatever the types let through.
import type { DatabaseModel, Model, TableModel } from '../model/model.ts'
import type { Answer, Request, Verb } from '../query/request.ts'

/** Runs one request for the principal that the client stands for. */
export type Execute = (request: Request) => Promise<Answer>

type Arguments = Omit<Request, 'database' | 'table' | 'verb'>

/** The verbs of one table. Methods stand on the prototype: hundreds of tables cost one object each. */
class Verbs {
  readonly #execute: Execute
  readonly #table: TableModel

  constructor(execute: Execute, table: TableModel) {
    this.#execute = execute
    this.#table = table
  }

  findMany(args?: Arguments): Promise<unknown[]> {
    return this.#rows('findMany', args)
  }

  findFirst(args?: Arguments): Promise<unknown> {
    return this.#row('findFirst', args)
  }

  findUnique(args?: Arguments): Promise<unknown> {
    return this.#row('findUnique', args)
  }

  async count(args?: Arguments): Promise<number> {
    return (await this.#answer('count', args)).count ?? 0
  }

  aggregate(args?: Arguments): Promise<unknown> {
    return this.#row('aggregate', args)
  }

  groupBy(args?: Arguments): Promise<unknown[]> {
    return this.#rows('groupBy', args)
  }

  create(args?: Arguments): Promise<unknown> {
    return this.#row('create', args)
  }

  createMany(args?: Arguments): Promise<{ count: number }> {
    return this.#count('createMany', args)
  }

  update(args?: Arguments): Promise<unknown> {
    return this.#row('update', args)
  }

  updateMany(args?: Arguments): Promise<{ count: number }> {
    return this.#count('updateMany', args)
  }

  upsert(args?: Arguments): Promise<unknown> {
    return this.#row('upsert', args)
  }

  delete(args?: Arguments): Promise<unknown> {
    return this.#row('delete', args)
  }

  deleteMany(args?: Arguments): Promise<{ count: number }> {
    return this.#count('deleteMany', args)
  }

  #answer(verb: Verb, args: Arguments = {}): Promise<Answer> {
    const { database, name: table } = this.#table
    return this.#execute({ ...args, database, table, verb })
  }

  async #row(verb: Verb, args?: Arguments): Promise<unknown> {
    const [row] = (await this.#answer(verb, args)).rows
    return row === undefined ? null : JSON.parse(row)
  }

  async #rows(verb: Verb, args?: Arguments): Promise<unknown[]> {
    const { rows } = await this.#answer(verb, args)
    // One parse of all rows is cheaper than one a row.
    return JSON.parse(`[${rows.join(',')}]`) as unknown[]
  }

  async #count(verb: Verb, args?: Arguments): Promise<{ count: number }> {
    return { count: (await this.#answer(verb, args)).count ?? 0 }
  }
}

const asker = Symbol('asker')

/** Whom a client stands for; what can be asked stands on the prototypes. */
class Client {
  readonly [asker]: Execute

  constructor(execute: Execute) {
    this[asker] = execute
  }
}

type ClientClass = new (execute: Execute) => Client

const classes = new WeakMap<Model, ClientClass>()

/**
 * `{ <database>: { <model>: verbs } }`. The getters are made once per Model: a client for somebody costs
 * one small object, whatever the number of tables.
 */
export function toDatabases(model: Model, execute: Execute): object {
  const known = classes.get(model) ?? withGetters([...model.databases], toDatabase)
  classes.set(model, known)
  return new known(execute)
}

function toDatabase({ tables }: DatabaseModel): (execute: Execute) => object {
  const known = withGetters([...tables], (table) => (execute) => new Verbs(execute, table))
  return (execute) => new known(execute)
}

function withGetters<T>(
  parts: readonly (readonly [string, T])[],
  open: (part: T) => (execute: Execute) => object,
): ClientClass {
  const born = class extends Client {}
  for (const [name, part] of parts) {
    const toPart = open(part)
    Object.defineProperty(born.prototype, name, {
      enumerable: true,
      get(this: Client) {
        return toPart(this[asker])
      },
    })
  }
  return born
}
