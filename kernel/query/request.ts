// What may be asked of a table, as one JSON-able value: client, REST and CLI all make this and
// nothing else. It says nothing of SQL; `plan` checks it against the Model.

export const verbs = [
  'findMany',
  'findFirst',
  'findUnique',
  'count',
  'aggregate',
  'groupBy',
  'create',
  'createMany',
  'update',
  'updateMany',
  'upsert',
  'delete',
  'deleteMany',
] as const

export type Verb = (typeof verbs)[number]

export type Data = Readonly<Record<string, unknown>>
export type Where = Readonly<Record<string, unknown>>
export type Select = Readonly<Record<string, unknown>>
export type Include = Readonly<Record<string, unknown>>
/** `{ startedAt: 'desc' }`, or over a link: `{ client: { name: 'asc' } }`. */
export type OrderBy = Readonly<Record<string, unknown>>

export interface Request {
  /** Short name. */
  readonly database: string
  /** Model name. */
  readonly table: string
  readonly verb: Verb
  readonly where?: Where
  readonly select?: Select
  readonly include?: Include
  readonly orderBy?: OrderBy | readonly OrderBy[]
  readonly take?: number
  readonly skip?: number
  /** A unique key of the row to begin at; with `skip: 1`, after it. */
  readonly cursor?: Data
  /** The order keys of the last row seen, as the database writes them. */
  readonly after?: readonly (string | null)[]
  /** Words, for a searchable table. */
  readonly q?: string
  /** Rows in the order of distance, for an embedded table. */
  readonly nearest?: { readonly vector: readonly number[]; readonly model?: string }
  /** `false`: soft-deleted rows too. */
  readonly live?: boolean
  readonly data?: Data | readonly Data[]
  /** The two halves of an upsert. */
  readonly create?: Data
  readonly update?: Data
  readonly skipDuplicates?: boolean
  /** The version that the row must still have (If-Match). */
  readonly version?: string
  readonly by?: readonly string[]
  readonly having?: Where
  readonly _count?: unknown
  readonly _sum?: unknown
  readonly _avg?: unknown
  readonly _min?: unknown
  readonly _max?: unknown
}

export interface Answer {
  /** One JSON text a row, as PostgreSQL wrote it. */
  readonly rows: readonly string[]
  /** The order keys of each row, where a page was asked for. */
  readonly keys: readonly (readonly (string | null)[])[]
  /** The version of each row, where it was asked for; null for views. */
  readonly versions: readonly (string | null)[]
  /** Rows counted (`count`) or written (`createMany`, `updateMany`, `deleteMany`). */
  readonly count?: number
  /** More rows follow, where a page was asked for. */
  readonly hasMore: boolean
}
