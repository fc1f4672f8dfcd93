// defineTable and defineView: a noun, once. The result is a frozen value that says what was written;
// nothing is checked here, so that `model` can report all mistakes at once.
import type { ColumnSpec, Columns } from './column.ts'
import type { Fact } from './fact.ts'
import { toSqlName, toSqlText } from './name.ts'

/** What a feature may see of its table: the columns as declared, never what other features add. */
export interface TableDraft {
  readonly sqlName: string
  readonly columns: Readonly<Record<string, ColumnSpec>>
  /** For texts of SQL: the name of a declared column, or the snake_case of a name that is not declared. */
  sql(column: string): string
}

/** A trait or a constraint: a function from the table to facts. `Adds` are the columns it gives. */
export interface Feature<Adds extends Columns = Columns> {
  readonly feature: string
  facts(table: TableDraft): readonly Fact[]
  /** Never present: carries the types. */
  readonly adds?: Adds
}

/** A feature from its name and the function that gives its facts. */
export function defineFeature<Adds extends Columns = NoColumns>(
  name: string,
  facts: (table: TableDraft) => readonly Fact[],
): Feature<Adds> {
  return Object.freeze({ feature: name, facts })
}

// biome-ignore lint/complexity/noBannedTypes: no columns is what most features add.
export type NoColumns = {}

export interface Table<
  Name extends string = string,
  Own extends Columns = Columns,
  Features extends readonly Feature[] = readonly Feature[],
  Kind extends 'table' | 'view' = 'table' | 'view',
> {
  readonly kind: Kind
  readonly sqlName: Name
  readonly columns: Own
  readonly features: Features
  /** The SELECT of a view, over SQL names of its own database. */
  readonly query?: string
  /** The columns that tell the rows of a view apart: without them it has no cursor. */
  readonly key?: readonly string[]
  /** The SQL name it had before: a declared rename. */
  readonly was?: string
  /** Where it was declared, for diagnoses. */
  readonly file: string
}

export function defineTable<
  const Name extends string,
  const Own extends Columns,
  const Features extends readonly Feature[] = readonly [],
>(
  sqlName: Name,
  columns: Own,
  features?: Features,
  options: { readonly was?: string } = {},
): Table<Name, Own, Features, 'table'> {
  return Object.freeze({
    kind: 'table',
    sqlName,
    columns: Object.freeze(columns),
    features: Object.freeze(features ?? ([] as unknown as Features)) as Features,
    ...(options.was === undefined ? {} : { was: options.was }),
    file: declaringFile(),
  })
}

/** A view over tables of its own database; it runs under the asker's policies (security_invoker). */
export function defineView<const Name extends string, const Own extends Columns>(
  sqlName: Name,
  columns: Own,
  query: string,
  options: { readonly key?: readonly (keyof Own & string)[] } = {},
): Table<Name, Own, readonly [], 'view'> {
  return Object.freeze({
    kind: 'view',
    sqlName,
    columns: Object.freeze(columns),
    features: Object.freeze([] as const),
    query,
    ...(options.key === undefined ? {} : { key: options.key }),
    file: declaringFile(),
  })
}

export function toDraft(table: Table): TableDraft {
  const columns = Object.fromEntries(
    Object.entries(table.columns).map(([name, column]) => [name, column.spec]),
  )
  return Object.freeze({
    sqlName: table.sqlName,
    columns: Object.freeze(columns),
    sql: (name: string) => toSqlText(columns[name]?.sqlName ?? toSqlName(name)),
  })
}

/** The first frame outside this file: three lines below `new Error()` in every engine we run on. */
function declaringFile(): string {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 3
  const frame = new Error().stack?.split('\n')[3] ?? ''
  Error.stackTraceLimit = stackTraceLimit
  const path = /(?:file:\/\/)?(\/[^\s()]+?|[A-Za-z]:[^\s()]+?)(?::\d+)(?::\d+)?\)?$/.exec(
    frame,
  )?.[1]
  return path ?? 'unknown file'
}
