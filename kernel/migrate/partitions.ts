// The monthly pieces of partitioned tables: made ahead by the database's clock, reached through their parent
// alone: with rights for nobody but the migrator. Runs after every apply and at every start; doing it twice is fine.
// On the embedded engine, where everything waits for it, a start makes this month and the next: make-ahead.ts the rest.
import { ownerRole } from '../database/roles.ts'
import { quoteLiteral } from '../database/sql.ts'
import type { Direct, Engine, Result, Statement } from '../database/target.ts'
import { renderSearchPath } from '../ddl/database.ts'
import { qualify } from '../ddl/statement.ts'
import { AcervoError } from '../errors/index.ts'
import type { DatabaseModel, TableModel } from '../model/model.ts'
import { toObjectName } from '../model/name.ts'
import { isLockConflict, retry, stateOf } from './retry.ts'

/** More months than this in one call is a mistake of the caller. */
const monthsMax = 600

/** Months after this one that the embedded engine has before it answers. */
const soonMax = 1

export interface PartitionOptions {
  /** Months wanted besides the current ones, `2024-03`: an import of the past asks for them. */
  readonly months?: readonly string[]
  /** As far ahead as declared, on the embedded engine too. */
  readonly isWhole?: boolean
}

/** Answers the names of the pieces made. */
export async function makePartitions(
  direct: Direct,
  databases: readonly DatabaseModel[],
  { months = [], isWhole = direct.engine !== 'embedded' }: PartitionOptions = {},
): Promise<readonly string[]> {
  const statement = toPiecesStatement(databases)
  if (statement === undefined) return []
  const make = async (): Promise<readonly string[]> => {
    const standing = await direct.query(statement)
    const missing = findMissing(databases, standing, { months, isWhole })
    if (missing.length === 0) return []
    await direct.script(renderPieces(missing, direct.engine))
    return missing.map(({ table, name }) => `${table.schema}.${name}`)
  }
  return retry(make, { isPassing: isMadeMeanwhile })
}

/** Another process made the same month between the look and the making: the next look finds it. */
function isMadeMeanwhile(error: unknown): boolean {
  return ['42P07', '23505'].includes(stateOf(error) ?? '') || isLockConflict(error)
}

/**
 * What `findMissing` reads; undefined when nothing is partitioned. Pieces are told by parent and month: a
 * renamed table keeps pieces of its former name. A table that a file is still to make has none missing.
 */
export function toPiecesStatement(databases: readonly DatabaseModel[]): Statement | undefined {
  const schemas = [...new Set(toPartitioned(databases).map(({ schema }) => schema))]
  if (schemas.length === 0) return undefined
  return {
    text: `select to_char(acervo.now() at time zone 'UTC', 'YYYY-MM'), null
      union all
      select null, n.nspname || '.' || p.relname || coalesce(' ' || right(c.relname, 8), '')
      from pg_class p join pg_namespace n on n.oid = p.relnamespace
      left join pg_inherits i on i.inhparent = p.oid left join pg_class c on c.oid = i.inhrelid
      where p.relkind = 'p' and n.nspname = any (string_to_array($1, ','))`,
    values: [schemas.join(',')],
  }
}

export function findMissing(
  databases: readonly DatabaseModel[],
  { rows }: Result,
  { months = [], isWhole = true }: PartitionOptions = {},
): readonly Piece[] {
  const now = rows.find(([month]) => month !== null)?.[0] ?? ''
  const known = new Set(rows.map(([, piece]) => piece))
  const parents = new Set(rows.map(([, piece]) => piece?.split(' ')[0]))
  return toPartitioned(databases).flatMap((table) => {
    const parent = `${table.schema}.${table.sqlName}`
    if (!parents.has(parent)) return []
    const ahead = table.partition?.ahead ?? 0
    return toMonths(now, isWhole ? ahead : Math.min(ahead, soonMax), months)
      .map((month) => ({ table, month, name: toPieceName(table.sqlName, month) }))
      .filter(({ month }) => !known.has(`${parent} ${toSuffix(month)}`))
  })
}

/** Months that stand after the current one without a gap, up to what is declared: by database, the fewest of its tables. */
export function countAhead(
  databases: readonly DatabaseModel[],
  standing: Result,
): ReadonlyMap<string, number> {
  const [now = ''] = standing.rows.find(([month]) => month !== null) ?? []
  const coming = toMonths(now ?? '', monthsMax - 1, [])
  const missing = findMissing(databases, standing)
  const ofTable = (table: TableModel) =>
    Math.min(
      table.partition?.ahead ?? 0,
      ...missing.filter((one) => one.table === table).map(({ month }) => coming.indexOf(month) - 1),
    )
  return new Map(
    databases.flatMap((database) => {
      const tables = toPartitioned([database])
      return tables.length === 0 ? [] : [[database.name, Math.min(...tables.map(ofTable))]]
    }),
  )
}

function toPartitioned(databases: readonly DatabaseModel[]): readonly TableModel[] {
  return databases
    .flatMap((database) => [...database.tables.values()])
    .filter((table) => table.partition !== undefined)
}

export interface Piece {
  readonly table: TableModel
  readonly month: string
  readonly name: string
}

/**
 * One transaction. What is made is the owner's; it is attached by the migrator, whom no policy binds: of the owner the
 * links of a month would be checked under them, which the server refuses.
 */
function renderPieces(pieces: readonly Piece[], engine: Engine): string {
  const bySchema = Map.groupBy(pieces, ({ table }) => table.schema)
  const each = (render: (piece: Piece, engine: Engine) => readonly string[]) =>
    [...bySchema].flatMap(([schema, own]) => [
      renderSearchPath(schema),
      ...own.flatMap((piece) => render(piece, engine)),
    ])
  return [
    'set local lock_timeout to 200',
    `set local role ${ownerRole}`,
    ...each(renderPiece),
    'set local role none',
    ...(engine === 'embedded' ? [] : each(toAttachment)),
  ].join(';\n')
}

/**
 * `partition of` would hold readers off while it waits for its turn; a table made beside and attached does not. Where
 * nobody else is, the shorter way.
 */
function renderPiece({ table, month, name }: Piece, engine: Engine): readonly string[] {
  const piece = qualify(table.schema, name)
  const parent = qualify(table.schema, table.sqlName)
  return [
    engine === 'embedded'
      ? `create table if not exists ${piece} partition of ${parent} ${renderBounds(month)}`
      : `create table ${piece} (like ${parent} including all excluding indexes)`,
    // No policy of its own: read directly it shows nothing, whoever is granted it by mistake.
    ...(table.policies.length === 0
      ? []
      : [`alter table ${piece} enable row level security, force row level security`]),
  ]
}

const toAttachment = ({ table, name, month }: Piece) => [renderAttachment(table, name, month)]

/** By the migrator, in a session whose search path is that of the table. */
export function renderAttachment(table: TableModel, name: string, month: string): string {
  return `alter table ${qualify(table.schema, table.sqlName)} attach partition ${qualify(table.schema, name)} ${renderBounds(month)}`
}

function renderBounds(month: string): string {
  const from = `${month}-01 00:00:00+00`
  const to = `${addMonths(month, 1)}-01 00:00:00+00`
  return `for values from (${quoteLiteral(from)}) to (${quoteLiteral(to)})`
}

function toMonths(now: string, ahead: number, asked: readonly string[]): readonly string[] {
  const wrong = asked.find((month) => !/^\d{4}-(0[1-9]|1[0-2])$/.test(month))
  if (wrong !== undefined || asked.length > monthsMax)
    throw new AcervoError('ACV205', `'${wrong ?? asked.length}' is not a list of months`, {
      details: `Allowed: up to ${monthsMax} of the form '2024-03'.`,
    })
  const coming = Array.from({ length: ahead + 1 }, (_, index) => addMonths(now, index))
  return [...new Set([...asked, ...coming])]
}

/** `alerts_y2026m11` */
export function toPieceName(table: string, month: string): string {
  return toObjectName([table], toSuffix(month))
}

/** `y2026m11` */
function toSuffix(month: string): string {
  const [year, number] = month.split('-')
  return `y${year}m${number}`
}

function addMonths(month: string, count: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  const total = year * 12 + (number - 1) + count
  return `${String(Math.floor(total / 12)).padStart(4, '0')}-${String((total % 12) + 1).padStart(2, '0')}`
}
