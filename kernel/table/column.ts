// Columns: what a table may hold. A column is a frozen value; every method returns a new one.
// It knows nothing of SQL text (ddl renders) nor of requests (query plans).
import { quoteLiteral } from '../database/sql.ts'
import type { Normalisation } from './codec.ts'
import type { JsonSchema } from './json-schema.ts'

export type ColumnType =
  | { readonly name: 'text' | 'integer' | 'bigint' | 'real' | 'double' | 'boolean' | 'uuid' }
  | { readonly name: 'instant' | 'date' | 'time' | 'inet' | 'bytes' | 'searchVector' }
  | { readonly name: 'varchar'; readonly length: number }
  | { readonly name: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly name: 'json'; readonly schema?: JsonSchema }
  | { readonly name: 'array'; readonly of: ColumnType }
  | { readonly name: 'vector'; readonly dimensions: number }

export type DeleteRule = 'cascade' | 'restrict' | 'set null'

/** A link within the database (`table` is the SQL name) or, with `database`, a reference beyond it. */
export interface LinkSpec {
  readonly table: string
  readonly database?: string
  readonly onDelete: DeleteRule
  readonly inverse?: string
}

export interface ColumnSpec {
  readonly type: ColumnType
  readonly optional: boolean
  /** SQL expression; a literal default is rendered to one by the column that takes it. */
  readonly default?: string
  /** SQL expression of a stored generated column. */
  readonly generated?: string
  readonly values?: readonly string[]
  readonly link?: LinkSpec
  /** SQL name where it is not the snake_case of the TypeScript name. */
  readonly sqlName?: string
  /** The SQL name it had before: a declared rename. */
  readonly was?: string
  /** SQL expression that fills existing rows when the column is added. */
  readonly backfill?: string
  /** Written once, at insert. */
  readonly immutable?: boolean
  /** Written by the database alone (triggers): no role of the request path may. */
  readonly maintained?: boolean
  /** Left out of answers unless selected by name. */
  readonly hidden?: boolean
  /** It is kept in another form than clients see: `type` is the form, the codec says of what. */
  readonly codec?: CodecSpec
}

/** How a column's value is kept in another form than clients see. */
export type CodecSpec = SealedCodec | BlindCodec | HashedCodec

/** Encrypted under the key of the row's subject. */
export interface SealedCodec {
  readonly form: 'sealed'
  /** What clients read and write. */
  readonly of: ColumnType
  readonly values?: readonly string[]
  /** The column whose value names the subject. */
  readonly subject: string
  /** Last characters that a principal sees who may not unmask; 0 shows null. */
  readonly shown: number
  /** The column that stands for it where equality is asked. */
  readonly blind?: string
  readonly normalise: readonly Normalisation[]
}

/** A keyed hash of the column `of`. */
export interface BlindCodec {
  readonly form: 'blind'
  readonly of: string
}

/** A digest of a secret that nobody could guess: compared, never read. */
export interface HashedCodec {
  readonly form: 'hashed'
  /** What a secret that we make begins with. */
  readonly prefix: string
}

/** Whether `create` must, may or cannot give the column. */
export type Write = 'required' | 'omittable' | 'never'

export interface LinkType {
  readonly table: string
  readonly database?: string
  readonly inverse?: string
}

/** Hidden columns come only when selected by name. */
export type Shown = 'shown' | 'hidden'

/** `Value` is what is read; `L` says where a link leads, for `include`. */
export interface Column<
  Value = unknown,
  W extends Write = Write,
  L extends LinkType | null = LinkType | null,
  S extends Shown = 'shown',
> {
  readonly spec: ColumnSpec
  /** Never present: carries the types. */
  readonly types?: {
    readonly value: Value
    readonly write: W
    readonly link: L
    readonly shown: S
  }
  optional(): Column<Value | null, 'omittable', L, S>
  /** A literal, rendered as SQL. */
  default(value: NonNullable<Value>): Column<Value, 'omittable', L, S>
  /** A default by SQL expression, such as `acervo.now()`. */
  defaultSql(expression: string): Column<Value, 'omittable', L, S>
  generatedAs(expression: string): Column<Value, 'never', L, S>
  named(sqlName: string): Column<Value, W, L, S>
  was(sqlName: string): Column<Value, W, L, S>
  backfill(expression: string): Column<Value, W, L, S>
  immutable(): Column<Value, W, L, S>
  maintained(): Column<Value, 'never', L, S>
  hidden(): Column<Value, W, L, 'hidden'>
}

export interface InstantColumn extends Column<string, 'required', null> {
  defaultNow(): Column<string, 'omittable', null>
}

export type AnyColumn = Pick<Column<unknown, Write, LinkType | null, Shown>, 'spec' | 'types'>
export type Columns = Readonly<Record<string, AnyColumn>>

export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json }

type Plain<Value> = Column<Value, 'required', null>

export const text = (): Plain<string> => column({ name: 'text' })
export const varchar = (length: number): Plain<string> => column({ name: 'varchar', length })
export const integer = (): Plain<number> => column({ name: 'integer' })
/** 64 bits; a string in TypeScript and JSON, so that no digit is lost. */
export const bigint = (): Plain<string> => column({ name: 'bigint' })
/** Exact; a string in TypeScript and JSON, so that no digit is lost. */
export const decimal = (precision: number, scale: number): Plain<string> =>
  column({ name: 'decimal', precision, scale })
export const real = (): Plain<number> => column({ name: 'real' })
export const double = (): Plain<number> => column({ name: 'double' })
export const boolean = (): Plain<boolean> => column({ name: 'boolean' })
export const uuid = (): Plain<string> => column({ name: 'uuid' })
/** A calendar date, `YYYY-MM-DD`. */
export const date = (): Plain<string> => column({ name: 'date' })
/** A time of day without zone, `HH:MM:SS[.ffffff]`. */
export const time = (): Plain<string> => column({ name: 'time' })
export const inet = (): Plain<string> => column({ name: 'inet' })
/** Base64 in TypeScript and JSON. */
export const bytes = (): Plain<string> => column({ name: 'bytes' })
export const vector = (dimensions: number): Plain<readonly number[]> =>
  column({ name: 'vector', dimensions })
/** `schema` is a JSON Schema held by the edges before a row is written. */
export const json = <Value = Json>(schema?: JsonSchema): Plain<Value> =>
  column(schema === undefined ? { name: 'json' } : { name: 'json', schema })
export const array = <Value>(of: Column<Value, Write, null>): Plain<readonly Value[]> =>
  column({ name: 'array', of: of.spec.type })

/** A point in time, ISO 8601 in UTC with six digits: `2026-11-21T07:43:42.123456Z`. */
export function instant(): InstantColumn {
  const base = column<string>({ name: 'instant' })
  return Object.freeze({ ...base, defaultNow: () => base.defaultSql('acervo.now()') })
}

/** One of a closed list of words: a CHECK constraint, a union type, an enumeration in OpenAPI. */
export function oneOf<const Values extends readonly string[]>(
  ...values: Values
): Plain<Values[number]> {
  return build({ type: { name: 'text' }, optional: false, values: Object.freeze(values) })
}

/** A number that a `counted` child keeps exact; nothing else may write it. `of`: `decimal(12, 2)` for sums of money. */
export const counter = (of: Plain<string> = bigint()): Column<string, 'never', null> =>
  build({ type: of.spec.type, optional: false, default: '0', maintained: true })

/** The identifier every table has unless it declares its own key: UUIDv7 from the database. */
export const id = (): Column<string, 'omittable', null> =>
  build({ type: { name: 'uuid' }, optional: false, default: 'acervo.uuid7()', immutable: true })

/** A link to a table of the same database, named by its SQL name; `inverse` names the way back. */
export function belongsTo<const Table extends string, const Inverse extends string = never>(
  table: Table,
  options: { readonly onDelete?: DeleteRule; readonly inverse?: Inverse } = {},
): Column<string, 'required', { table: Table; inverse: Inverse }> {
  const link: LinkSpec = {
    table,
    onDelete: options.onDelete ?? 'restrict',
    ...(options.inverse === undefined ? {} : { inverse: options.inverse }),
  }
  return build({ type: { name: 'uuid' }, optional: false, link: Object.freeze(link) })
}

/** A reference to a row of another database, `database.model`: no foreign key, so that either may move. */
export function refersTo<const Name extends `${string}.${string}`>(
  name: Name,
): Column<
  string,
  'required',
  {
    table: Name extends `${string}.${infer Model}` ? Model : never
    database: Name extends `${infer Database}.${string}` ? Database : never
  }
> {
  const [database = '', table = ''] = name.split('.')
  const link: LinkSpec = Object.freeze({ table, database, onDelete: 'restrict' })
  return build({ type: { name: 'uuid' }, optional: false, link })
}

/** The column a trait gives, from its specification. */
export function columnOf<Value, W extends Write, S extends Shown = 'shown'>(
  spec: ColumnSpec,
): Column<Value, W, null, S> {
  return build(spec)
}

function column<Value>(type: ColumnType): Plain<Value> {
  return build({ type: Object.freeze(type), optional: false })
}

function build<Value, W extends Write, L extends LinkType | null, S extends Shown = 'shown'>(
  spec: ColumnSpec,
): Column<Value, W, L, S> {
  const change = <V, X extends Write, Y extends Shown = S>(
    part: Partial<ColumnSpec>,
  ): Column<V, X, L, Y> => build({ ...spec, ...part })
  return Object.freeze({
    spec: Object.freeze(spec),
    optional: () => change<Value | null, 'omittable'>({ optional: true }),
    default: (value: NonNullable<Value>) =>
      change<Value, 'omittable'>({ default: toLiteral(value, spec.type) }),
    defaultSql: (expression: string) => change<Value, 'omittable'>({ default: expression }),
    generatedAs: (expression: string) => change<Value, 'never'>({ generated: expression }),
    named: (sqlName: string) => change<Value, W>({ sqlName }),
    was: (sqlName: string) => change<Value, W>({ was: sqlName }),
    backfill: (expression: string) => change<Value, W>({ backfill: expression }),
    immutable: () => change<Value, W>({ immutable: true }),
    maintained: () => change<Value, 'never'>({ maintained: true }),
    hidden: () => change<Value, W, 'hidden'>({ hidden: true }),
  })
}

function toLiteral(value: unknown, type: ColumnType): string {
  if (type.name === 'json') return `${quoteLiteral(JSON.stringify(value))}::jsonb`
  if (type.name === 'array') {
    const items = (value as readonly unknown[]).map((item) => toLiteral(item, type.of))
    return items.length === 0 ? `'{}'` : `array[${items.join(', ')}]`
  }
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return quoteLiteral(String(value))
}
