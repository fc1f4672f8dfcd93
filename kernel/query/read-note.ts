// Reads of tables that keep who reads them. The note is a part of the reading statement, or a statement of the same
// group: it costs no round trip, and rows that are read without it do not exist. Other tables pay nothing.
import { quoteIdentifier, quoteLiteral, raw, type Sql, sql } from '../database/sql.ts'
import type { Statement } from '../database/target.ts'
import { AcervoError } from '../errors/index.ts'
import type { Model, TableModel } from '../model/model.ts'
import { isPlainObject } from './json-value.ts'
import { findTable } from './name.ts'
import type { Request } from './request.ts'

/** Whether the statement that reads rows of this table carries its own note. */
export function isNoted({ audit }: TableModel): boolean {
  return audit?.reads === true
}

/** The row's key as the log names it; stands behind all other columns of the statement. */
export function noteKeySql(table: TableModel, alias: string): Sql {
  const by = table.partition?.by
  const columns = table.primaryKey.filter(
    (column) => table.primaryKey.length === 1 || column !== by,
  )
  const cells = columns.map(({ sqlName }) => `${alias}.${quoteIdentifier(sqlName)}`)
  const text =
    cells.length === 1 ? `${cells[0]}::text` : `jsonb_build_array(${cells.join(', ')})::text`
  return raw(`, ${text}`)
}

/** `reading` answers so many columns and then the key. The note is made even where nothing was found. */
export function withNote(table: TableModel, reading: Sql, columns: number): Sql {
  const names = Array.from({ length: columns }, (_, at) => `c${at}`)
  const what = `jsonb_build_object('count', count(*), 'keys', coalesce(jsonb_agg(k), '[]'))`
  const call = callOf(table, what)
  return sql`with rows_read (${raw([...names, 'k'].join(', '))}) as materialized (${reading}),
    noted as materialized (select ${raw(call)} as done from rows_read)
    select ${raw(names.join(', '))} from rows_read where (select done from noted)`
}

/** Of what the request reads besides the rows that carry their note. @throws ACV342 */
export function toNotes(
  model: Model,
  request: Request,
  settings: Readonly<Record<string, string>>,
): readonly Statement[] {
  if (!hasNoted(model)) return []
  const root = findTable(model, request.database, request.table)
  const touched = new Set<TableModel>()
  for (const part of [request.select, request.include, request.where, request.orderBy])
    walk(model, root, part, touched, 0)
  if (isReading(request) && isNoted(root)) touched.add(root)
  for (const table of touched)
    if (table.audit?.purpose === 'required' && !settings['acervo.purpose'])
      throw new AcervoError('ACV342', `'${table.name}' is not read without a purpose`, {
        hint: 'Say in the principal why: purpose.',
      })
  const isRows = request.verb.startsWith('find')
  const apart = [...touched].filter((table) => isNoted(table) && !(table === root && isRows))
  return apart.map((table) => {
    const what =
      table === root ? { verb: request.verb } : { verb: request.verb, through: root.name }
    return {
      text: `select ${callOf(table, `${quoteLiteral(JSON.stringify(what))}::jsonb`)}`,
      values: [],
    }
  })
}

/** A write returns what its own event tells. */
export function isReading({ verb }: Pick<Request, 'verb'>): boolean {
  return verb.startsWith('find') || verb === 'count' || verb === 'aggregate' || verb === 'groupBy'
}

function callOf({ schema, sqlName }: TableModel, what: string): string {
  return `acervo.audit_note(${quoteLiteral(schema)}, 'READ', ${quoteLiteral(sqlName)}, null, ${what})`
}

const notedModels = new WeakMap<Model, boolean>()

function hasNoted(model: Model): boolean {
  const known = notedModels.get(model)
  if (known !== undefined) return known
  const has = [...model.databases.values()].some(({ tables }) => [...tables.values()].some(isNoted))
  notedModels.set(model, has)
  return has
}

const depthMax = 40

/** Every table that a name in the request leads to: what is shown, filtered by or ordered by is read. */
function walk(
  model: Model,
  table: TableModel,
  given: unknown,
  touched: Set<TableModel>,
  depth: number,
): void {
  if (depth > depthMax) return
  if (Array.isArray(given)) {
    for (const one of given) walk(model, table, one, touched, depth + 1)
    return
  }
  if (!isPlainObject(given)) return
  for (const [name, value] of Object.entries(given)) {
    const relation = table.relations.get(name)
    // Rows of another database are asked for by a request of their own.
    if (relation?.kind === 'reference' || value === false) continue
    const next =
      relation === undefined ? table : findTable(model, relation.database, relation.table)
    if (relation !== undefined && isNoted(next)) touched.add(next)
    walk(model, next, value, touched, depth + 1)
  }
}
