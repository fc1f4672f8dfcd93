// One logical database as SQL, in an order that applies to an empty schema as one transaction. Pure: the
// same Model gives the same text, and the text's digest says which declaration a catalog stands at.
import { createHash } from 'node:crypto'
import { ownerRole } from '../database/roles.ts'
import { quoteIdentifier } from '../database/sql.ts'
import type { DatabaseModel, TableModel } from '../model/model.ts'
import { type Dialect, renderGrants, renderRowSecurity, renderSchema } from './access.ts'
import { renderFunctions, renderTriggers, renderView } from './routine.ts'
import { type DdlStatement, statement } from './statement.ts'
import { renderForeignKeys, renderIndexes, renderTable } from './table.ts'

/** `schema` other than the declared one is a scratch copy, for comparing. */
export function renderDatabase(
  database: DatabaseModel,
  schema: string = database.schema,
  dialect: Dialect = 'postgres',
): readonly DdlStatement[] {
  const all = [...database.tables.values()]
  const tables = all.filter((table) => table.kind === 'table')
  const each = (render: (table: TableModel, schema: string) => readonly DdlStatement[]) =>
    tables.flatMap((table) => render(table, schema))
  const views = all.filter((table) => table.kind === 'view')
  return Object.freeze([
    statement('setting', ['search_path'], renderSearchPath(schema)),
    ...renderSchema(schema),
    // Whoever makes a thing owns it: 3,800 statements fewer than giving each thing of all systems away.
    statement('setting', ['role'], `set local role ${ownerRole}`),
    ...each((table) => [renderTable(table, schema)]),
    ...each(renderIndexes),
    ...each(renderForeignKeys),
    ...each(renderFunctions),
    ...each(renderTriggers),
    ...each((table) => renderRowSecurity(table, schema, dialect)),
    ...each(renderGrants),
    ...views.flatMap((view) => [renderView(view, schema), ...renderGrants(view, schema)]),
    statement('setting', ['role', 'back'], 'set local role none'),
  ])
}

/** Declared SQL texts name columns, tables and operators of their own database without its schema. */
export function renderSearchPath(schema: string): string {
  return `set local search_path to ${quoteIdentifier(schema)}, acervo, pg_temp`
}

/** A script for `acervo schema --sql`: what an empty schema needs to become this database. */
export function renderSchemaText(database: DatabaseModel, dialect: Dialect = 'postgres'): string {
  return `${toText(renderDatabase(database, database.schema, dialect))}\n`
}

/** Changes when, and only when, the rendered text changes. */
export function hashDatabase(database: DatabaseModel): string {
  const known = hashes.get(database)
  if (known !== undefined) return known
  const hash = createHash('sha256')
    .update(toText(renderDatabase(database)))
    .digest('hex')
  hashes.set(database, hash)
  return hash
}

const hashes = new WeakMap<DatabaseModel, string>()

export function toText(statements: readonly DdlStatement[]): string {
  return statements.map(({ sql }) => `${sql};`).join('\n')
}
