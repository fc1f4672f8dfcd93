// The identity store of one system, read off its Model: which table is which part, under which names. SQL text is
// composed here and by its neighbours from the Model's names alone.
import { quoteIdentifier, raw, type Sql, sql, toStatement } from '../database/sql.ts'
import type { Result, Session, Target } from '../database/target.ts'
import { AcervoError } from '../errors/index.ts'
import type { ColumnModel, IdentityModel, Model, TableModel } from '../model/model.ts'
import type { IdentityPart } from '../table/fact.ts'

/** What this room asks of the platform. */
export interface IdentityPlatform {
  readonly model: Model
  /** Only systems of these have their stores opened; all if unset. */
  readonly served?: Model
  readonly targets: { of(schema: string): Target }
  /** Follows its databases where they move. */
  readonly moves?: {
    run<T>(
      work: (placed: { readonly targets: { of(schema: string): Target } }) => Promise<T>,
      times?: 'once',
    ): Promise<T>
  }
}

export interface IdentityOptions {
  /** Settings of every session, beside who asks; tests set their clock by it. */
  readonly settings?: () => Readonly<Record<string, string>>
}

/** One table of the store under an alias of its own. */
export interface Part {
  readonly table: TableModel
  /** "schema"."table" */
  readonly name: Sql
  readonly settings: IdentityModel['settings']
  has(field: string): boolean
  /** The bare quoted column of a field; `id` is the primary key. */
  column(field: string): Sql
  columnOf(field: string): ColumnModel | undefined
  /** A digest as the column keeps it: bytes, or hexadecimal where it is text. */
  digest(field: string, digest: Buffer): Sql
  /** Rows that are not deleted, under an alias. */
  live(alias: string): Sql
}

export interface Store {
  readonly system: string
  readonly database: string
  /** Everything of this system and nothing of another: nobody of the store may more. */
  readonly border: readonly string[]
  readonly user: Part
  /** Where the events of its database wait. */
  readonly outbox: Sql | undefined
  part(part: IdentityPart): Part | undefined
  /** @throws ACV626 where the system has no such part. */
  need(part: IdentityPart): Part
  /** One round trip, one implicit transaction. */
  run(...statements: readonly Sql[]): Promise<readonly Result[]>
  runAs(actor: string, ...statements: readonly Sql[]): Promise<readonly Result[]>
  transaction<T>(actor: string, body: (session: Session) => Promise<T>): Promise<T>
}

export function openStores(
  platform: IdentityPlatform,
  options: IdentityOptions = {},
): ReadonlyMap<string, Store> {
  const { model, served = model } = platform
  const known = new Set(served.systems.map(({ name }) => name))
  const systems = model.systems.filter(({ name }) => known.has(name))
  return new Map(
    systems.flatMap(({ name, databases }) => {
      const tables = databases.flatMap((one) => [...one.tables.values()])
      const border = databases.map((one) => `${one.name}.*:*`)
      const store = openStore(platform, options, { system: name, border }, tables)
      return store === undefined ? [] : [[name, store] as const]
    }),
  )
}

function openStore(
  { targets, model, moves = still(targets) }: IdentityPlatform,
  { settings = () => ({}) }: IdentityOptions,
  { system, border }: Pick<Store, 'system' | 'border'>,
  tables: readonly TableModel[],
): Store | undefined {
  const parts = new Map<IdentityPart, Part>()
  let users: TableModel | undefined
  for (const table of tables) {
    if (table.identity === undefined) continue
    const { part } = table.identity
    if (parts.has(part)) throw twice(system, part)
    parts.set(part, toPart(table, table.identity))
    if (part === 'user') users = table
  }
  const user = parts.get('user')
  if (users === undefined || user === undefined) return undefined
  const { schema } = users
  const box = model.databases.get(users.database)?.outbox
  const own = (actor: string) => ({ settings: { 'acervo.actor': actor, ...settings() } })
  const runAs = (actor: string, ...statements: readonly Sql[]) =>
    moves.run((placed) =>
      placed.targets.of(schema).group(
        own(actor),
        statements.map((one) => toStatement(one)),
      ),
    )
  return Object.freeze({
    system,
    database: users.database,
    border,
    user,
    outbox: box === undefined ? undefined : qualified(box),
    part: (part: IdentityPart) => parts.get(part),
    need: (part: IdentityPart) => {
      const found = parts.get(part)
      if (found !== undefined) return found
      throw new AcervoError('ACV626', `'${system}' keeps no ${part} of an identity store`, {
        hint: `Declare a table with identity('${part}', { ... }).`,
      })
    },
    run: (...statements: readonly Sql[]) => runAs('service:identity', ...statements),
    runAs,
    transaction: <T>(actor: string, body: (session: Session) => Promise<T>) =>
      moves.run((placed) => placed.targets.of(schema).transaction(own(actor), body), 'once'),
  })
}

function still(targets: IdentityPlatform['targets']): NonNullable<IdentityPlatform['moves']> {
  return { run: (work) => work({ targets }) }
}

function toPart(table: TableModel, { columns, settings }: IdentityModel): Part {
  const [key] = table.primaryKey
  const columnOf = (field: string) => (field === 'id' ? key : columns.get(field))
  const column = (field: string): Sql => {
    const found = columnOf(field)
    if (found === undefined) throw new Error(`${table.name} has no column for '${field}'`)
    return raw(quoteIdentifier(found.sqlName))
  }
  const { liveColumn } = table
  return Object.freeze({
    table,
    name: qualified(table),
    settings,
    has: (field: string) => columnOf(field) !== undefined,
    column,
    columnOf,
    digest: (field: string, digest: Buffer) => {
      const hex = digest.toString('hex')
      return columnOf(field)?.spec.type.name === 'bytes'
        ? sql`decode(${hex}, 'hex')`
        : sql`${hex}::text`
    },
    live: (alias: string) =>
      liveColumn === undefined
        ? raw('true')
        : raw(`${alias}.${quoteIdentifier(liveColumn.sqlName)} is null`),
  })
}

function qualified({ schema, sqlName }: TableModel): Sql {
  return raw(`${quoteIdentifier(schema)}.${quoteIdentifier(sqlName)}`)
}

function twice(system: string, part: IdentityPart): AcervoError {
  return new AcervoError(
    'ACV104',
    `'${system}' declares two tables as the ${part} of its identity`,
    {
      hint: 'A system has one identity store.',
    },
  )
}

/** `alias.column` of a field. */
export function at(part: Part, alias: string, field: string): Sql {
  return sql`${raw(`${alias}.`)}${part.column(field)}`
}

interface Active {
  readonly column: string
  readonly is: string | boolean
  readonly off: string | boolean
}

/** May act: not deleted, and in the state that the declaration names. */
export function activeSql(part: Part, alias: string): Sql {
  const active = part.settings.active as Active | undefined
  if (active === undefined) return part.live(alias)
  const column = raw(`${alias}.${quoteIdentifier(sqlNameOf(part, active.column))}`)
  return sql`(${part.live(alias)} and ${column} = ${literal(active.is)})`
}

/** The assignment that says so or takes it back; undefined where the table has no such column. */
export function setActiveSql(part: Part, state: 'is' | 'off'): Sql | undefined {
  const active = part.settings.active as Active | undefined
  if (active === undefined) return undefined
  return sql`${raw(quoteIdentifier(sqlNameOf(part, active.column)))} = ${literal(active[state])}`
}

export function sqlNameOf(part: Part, column: string): string {
  const found = part.table.columns.get(column)
  if (found !== undefined) return found.sqlName
  throw new AcervoError('ACV105', `the identity of '${part.table.name}' names '${column}'`, {
    details: 'The table has no such column.',
  })
}

function literal(value: string | boolean): Sql {
  return typeof value === 'boolean' ? raw(String(value)) : sql`${value}::text`
}
