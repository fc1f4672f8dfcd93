// What rendering yields: statements with a key. The key is the one under which `migrate` reads the same thing
// from a catalog, so that a difference leads straight to the SQL that mends it.
import { quoteIdentifier } from '../database/sql.ts'

export type DdlKind =
  | 'setting'
  | 'schema'
  | 'table'
  | 'column'
  | 'constraint'
  | 'foreignKey'
  | 'index'
  | 'function'
  | 'trigger'
  | 'rls'
  | 'policy'
  | 'grant'
  | 'view'
  | 'owner'

export interface DdlStatement {
  readonly key: string
  readonly kind: DdlKind
  /** SQL name of the table it touches. */
  readonly table?: string
  readonly sql: string
  /** What follows where the migrator made it and not the owner: it is given to the owner and closed. */
  readonly closing?: string
}

export function toKey(kind: DdlKind, ...names: readonly string[]): string {
  return `${kind} ${names.join('.')}`
}

export function statement(
  kind: DdlKind,
  names: readonly string[],
  sql: string,
  table?: string,
): DdlStatement {
  const key = toKey(kind, ...names)
  return Object.freeze({ key, kind, sql, ...(table === undefined ? {} : { table }) })
}

/** For a statement that runs as the migrator, among others that need its rights. */
export function renderAlone({ sql, closing }: DdlStatement): string {
  return closing === undefined ? sql : `${sql};\n${closing}`
}

/** "schema"."name" */
export function qualify(schema: string, name: string): string {
  return `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`
}

export function quoteList(names: readonly string[]): string {
  return names.map(quoteIdentifier).join(', ')
}
