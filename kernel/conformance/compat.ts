// The names of a specification as views over what stands for them, in a schema of their own: SQL written for the
// specification goes on working, under the policies and grants of whoever asks. No migration makes them.
import { ownerRole, runtimeRoles } from '../database/roles.ts'
import { quoteIdentifier, quoteLiteral } from '../database/sql.ts'
import type { Targets } from '../database/targets.ts'
import { qualify } from '../ddl/statement.ts'
import { withDirect } from '../migrate/placed.ts'
import type { ColumnModel, DatabaseModel, Model, TableModel } from '../model/model.ts'
import type { Specification, Specified } from '../table/specification.ts'
import { findColumn, type Placed, placeTable, toModelName } from './reading.ts'

export interface CompatOptions {
  readonly database: DatabaseModel
  readonly specification: Specification
  readonly specified: Specified
  readonly model: Model
}

/** What a view shows of one table, and what it cannot. */
export interface CompatView {
  /** As the specification calls it. */
  readonly name: string
  /** `database.model` */
  readonly of: string
  /** Names of the specification. */
  readonly columns: readonly string[]
  /** Shown, and written through the table's own name only. */
  readonly readable: readonly string[]
  /** Encrypted, hashed, secret, or not here. */
  readonly absent: readonly string[]
}

interface Drawn extends CompatView {
  readonly table: TableModel
  readonly sql: readonly string[]
}

export function toCompatSchema({ schema }: DatabaseModel): string {
  return `seed_compat_${schema}`
}

export function listCompatViews(options: CompatOptions): readonly CompatView[] {
  return drawAll(options).map(({ name, of, columns, readable, absent }) => ({
    name,
    of,
    columns,
    readable,
    absent,
  }))
}

/** Made anew as a whole: statements of one transaction. */
export function renderCompat(options: CompatOptions): string {
  const { database, specified } = options
  const schema = toCompatSchema(database)
  const views = drawAll(options)
  const enums = Object.entries(specified.enums ?? {}).map(([name, values]) => {
    const list = values.map(quoteLiteral).join(', ')
    return `create domain ${qualify(schema, name)} as text check (value in (${list}))`
  })
  const statements = [
    renderCompatDrop(database),
    `create schema ${quoteIdentifier(schema)} authorization ${ownerRole}`,
    `grant usage on schema ${quoteIdentifier(schema)} to ${runtimeRoles.join(', ')}`,
    ...enums,
    ...renderKeyOf(schema, views),
    ...views.flatMap(({ sql }) => sql),
  ]
  return `${statements.join(';\n')};\n`
}

export function renderCompatDrop(database: DatabaseModel): string {
  return `drop schema if exists ${quoteIdentifier(toCompatSchema(database))} cascade`
}

export async function applyCompat(
  options: CompatOptions & { readonly targets: Targets },
): Promise<readonly CompatView[]> {
  await runAtOnce(options.targets, options.database, renderCompat(options))
  return listCompatViews(options)
}

export async function dropCompat(targets: Targets, database: DatabaseModel): Promise<void> {
  await runAtOnce(targets, database, renderCompatDrop(database))
}

async function runAtOnce(targets: Targets, { schema }: DatabaseModel, text: string) {
  await withDirect(targets.of(schema), (direct) =>
    direct.script(`begin;\nset local lock_timeout = '5s';\n${text};\ncommit`),
  )
}

function drawAll({ database, specification, specified, model }: CompatOptions): readonly Drawn[] {
  const schema = toCompatSchema(database)
  const tables = specified.tables
    .flatMap((table) => placeTable(table, specification, model))
    .filter((placed) => placed.database === database)
  const views = (specified.views ?? []).flatMap(({ name }): Placed[] => {
    const table = [...database.tables.values()].find((one) => one.sqlName === name)
    if (table === undefined || database.name !== specification.database) return []
    const columns = [...table.columns.values()].map(({ sqlName }) => [sqlName, {}] as const)
    const said = { name, columns: Object.fromEntries(columns), key: [] }
    return [{ specified: said, reading: {}, key: name, database, table }]
  })
  return [...tables, ...views].flatMap((placed) => draw(placed, schema))
}

function draw(placed: Placed, schema: string): readonly Drawn[] {
  const { specified, table } = placed
  if (table === undefined) return []
  const names = Object.keys(specified.columns)
  const found = names.map((name) => [name, findColumn(placed, name)] as const)
  const shown = [
    ...found.flatMap(([name, column]) =>
      column !== undefined && isShown(column) ? [[name, column] as const] : [],
    ),
    ...toNeeded(placed, names),
  ]
  if (shown.length === 0) return []
  const name = specified.name
  const columns = shown.map(([said]) => said)
  const readable = shown.flatMap(([said, column]) =>
    isWritable(placed, said, column) ? [] : [said],
  )
  const absent = names.filter((said) => !columns.includes(said))
  const view = qualify(schema, name)
  const list = shown.map(
    ([said, column]) => `${toExpression(placed, said, column)} as ${quote(said)}`,
  )
  const live = isLiveOnly(placed)
    ? `\nwhere t.${quote(table.liveColumn?.sqlName ?? '')} is null`
    : ''
  const sql = [
    `create view ${view} with (security_invoker = true) as\nselect ${list.join(',\n  ')}\nfrom ${qualify(table.schema, table.sqlName)} t${live}`,
    `alter view ${view} owner to ${ownerRole}`,
    ...(table.kind === 'view'
      ? []
      : [`grant insert, update, delete on ${view} to acervo_app, acervo_worker`]),
    `grant select on ${view} to ${runtimeRoles.join(', ')}`,
    `comment on view ${view} is ${quoteLiteral(toComment(readable, absent))}`,
  ]
  return [{ name, of: toModelName(placed) ?? '', columns, readable, absent, table, sql }]
}

/** What a new row must have and the specification does not know, in its manner of writing. */
function toNeeded(placed: Placed, names: readonly string[]) {
  const { table, specified } = placed
  const known = new Set(names.map((name) => findColumn(placed, name)))
  const camel = names.some((name) => /[a-z][A-Z]/.test(name)) || /^[A-Z]/.test(specified.name)
  return [...(table?.kind === 'table' ? table.columns.values() : [])].flatMap((column) => {
    const { optional, default: fills, generated } = column.spec
    const isNeeded = !optional && fills === undefined && generated === undefined
    if (!isNeeded || !column.insertable || known.has(column) || !isShown(column)) return []
    return [[camel ? column.name : column.sqlName, column] as const]
  })
}

/** A view with a hidden column would be closed to the role of reports, and what a codec made says nothing in SQL. */
function isShown({ spec }: ColumnModel): boolean {
  return spec.codec === undefined && spec.hidden !== true
}

function isWritable({ reading, table }: Placed, name: string, column: ColumnModel): boolean {
  return table?.kind === 'table' && column.insertable && reading.values?.[name] === undefined
}

function toExpression({ reading }: Placed, name: string, { sqlName }: ColumnModel): string {
  const column = `t.${quote(sqlName)}`
  const values = Object.entries(reading.values?.[name] ?? {})
  if (values.length === 0) return column
  const whens = values.map(([said, is]) => `when ${quoteLiteral(is)} then ${quoteLiteral(said)}`)
  return `case ${column} ${whens.join(' ')} else ${column} end`
}

/** Deleted rows are no rows to a specification that does not know them. */
function isLiveOnly(placed: Placed): boolean {
  const live = placed.table?.liveColumn
  if (live === undefined) return false
  return Object.keys(placed.specified.columns).every((name) => findColumn(placed, name) !== live)
}

/** An old key -> the key here, as an import derives it. */
function renderKeyOf(schema: string, views: readonly Drawn[]): readonly string[] {
  const places = views.flatMap(({ name, of, table }) =>
    table.kind === 'view' ? [] : [`when ${quoteLiteral(name)} then ${quoteLiteral(of)}`],
  )
  if (places.length === 0) return []
  const signature = `${qualify(schema, 'key_of')}(text, text)`
  const digest = `encode(sha256(convert_to(case $1 ${places.join(' ')} end || '/' || $2, 'UTF8')), 'hex')`
  const variant = `substr('89ab', (('x' || substr(h, 17, 1))::bit(4)::integer & 3) + 1, 1)`
  const derived = `substr(h, 1, 12) || '8' || substr(h, 14, 3) || ${variant} || substr(h, 18, 15)`
  const uuid = `'^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'`
  return [
    `create function ${signature} returns uuid language sql immutable parallel safe
return (select (case when $2 ~* ${uuid} then lower($2) else ${derived} end)::uuid
  from (select ${digest} as h) d)`,
    `revoke execute on function ${signature} from public`,
    `grant execute on function ${signature} to ${runtimeRoles.join(', ')}`,
  ]
}

function toComment(readable: readonly string[], absent: readonly string[]): string {
  const parts = [
    readable.length === 0 ? [] : [`Readable only: ${readable.join(', ')}.`],
    absent.length === 0 ? [] : [`Absent: ${absent.join(', ')}.`],
  ].flat()
  return parts.length === 0 ? 'Everything is read and written.' : parts.join(' ')
}

const quote = quoteIdentifier
