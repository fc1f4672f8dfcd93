// The arguments and answers of the typed client: Prisma's names and shapes over our declarations.
// Type level only.
import type { AnyColumn } from '../table/column.ts'
import type { Table } from '../table/table.ts'
import type {
  ColumnsOf,
  CreateData,
  DatabaseMap,
  Relation,
  RelationsOf,
  Row,
  Simplify,
  UpdateData,
  ValueOf,
} from './row.ts'

export type Sort = 'asc' | 'desc'

type Comparable<V> = V extends readonly unknown[]
  ? never
  : NonNullable<V> | (V extends string ? Date : never)

export interface Filter<V> {
  readonly equals?: V | Comparable<V>
  readonly not?: V | Filter<V>
  readonly in?: readonly Comparable<V>[]
  readonly notIn?: readonly Comparable<V>[]
  readonly lt?: Comparable<V>
  readonly lte?: Comparable<V>
  readonly gt?: Comparable<V>
  readonly gte?: Comparable<V>
  readonly contains?: string
  readonly startsWith?: string
  readonly endsWith?: string
  readonly mode?: 'default' | 'insensitive'
  readonly has?: unknown
  readonly hasSome?: readonly unknown[]
  readonly isEmpty?: boolean
  readonly path?: readonly string[]
}

type ColumnFilters<T extends Table> = {
  readonly [K in keyof ColumnsOf<T>]?: ColumnsOf<T>[K] extends AnyColumn
    ?
        | ValueOf<ColumnsOf<T>[K]>
        | Comparable<ValueOf<ColumnsOf<T>[K]>>
        | Filter<ValueOf<ColumnsOf<T>[K]>>
    : never
}

type RelationFilters<Ds extends DatabaseMap, N extends keyof Ds & string, T extends Table> = {
  readonly [R in keyof RelationsOf<Ds, N, T>]?: RelationsOf<Ds, N, T>[R] extends Relation<
    infer Kind,
    infer Target,
    boolean,
    N
  >
    ? Kind extends 'many'
      ? {
          readonly some?: Where<Ds, N, Target>
          readonly every?: Where<Ds, N, Target>
          readonly none?: Where<Ds, N, Target>
        }
      :
          | Where<Ds, N, Target>
          | {
              readonly is?: Where<Ds, N, Target> | null
              readonly isNot?: Where<Ds, N, Target> | null
            }
    : never
}

export type Where<
  Ds extends DatabaseMap,
  N extends keyof Ds & string,
  T extends Table,
> = ColumnFilters<T> &
  RelationFilters<Ds, N, T> & {
    readonly AND?: Where<Ds, N, T> | readonly Where<Ds, N, T>[]
    readonly OR?: readonly Where<Ds, N, T>[]
    readonly NOT?: Where<Ds, N, T> | readonly Where<Ds, N, T>[]
  }

export type OrderBy<Ds extends DatabaseMap, N extends keyof Ds & string, T extends Table> = {
  readonly [K in keyof ColumnsOf<T>]?: Sort
} & {
  readonly [R in keyof RelationsOf<Ds, N, T>]?: RelationsOf<Ds, N, T>[R] extends Relation<
    'one',
    infer Target
  >
    ? { readonly [K in keyof ColumnsOf<Target>]?: Sort }
    : never
}

export type Select<Ds extends DatabaseMap, N extends keyof Ds & string, T extends Table> = {
  readonly [K in keyof ColumnsOf<T>]?: boolean
} & Include<Ds, N, T>

export type Include<Ds extends DatabaseMap, N extends keyof Ds & string, T extends Table> = {
  readonly [R in keyof RelationsOf<Ds, N, T>]?: RelationsOf<Ds, N, T>[R] extends Relation<
    infer Kind,
    infer Target,
    boolean,
    infer D
  >
    ? boolean | Nested<Ds, D & keyof Ds & string, Target, Kind>
    : never
}

interface Nested<Ds extends DatabaseMap, N extends keyof Ds & string, T extends Table, Kind> {
  readonly select?: Select<Ds, N, T>
  readonly include?: Include<Ds, N, T>
  readonly where?: Kind extends 'many' ? Where<Ds, N, T> : never
  readonly orderBy?: Kind extends 'many' ? OrderBy<Ds, N, T> | readonly OrderBy<Ds, N, T>[] : never
  readonly take?: Kind extends 'many' ? number : never
  readonly skip?: Kind extends 'many' ? number : never
}

/** The row that `select` and `include` ask for. */
export type Payload<
  Ds extends DatabaseMap,
  N extends keyof Ds & string,
  T extends Table,
  S,
  I,
> = S extends object
  ? Simplify<{
      [K in keyof S as S[K] extends false | undefined ? never : K]: K extends keyof ColumnsOf<T>
        ? ColumnsOf<T>[K] extends AnyColumn
          ? ValueOf<ColumnsOf<T>[K]>
          : never
        : K extends keyof RelationsOf<Ds, N, T>
          ? RelationPayload<Ds, RelationsOf<Ds, N, T>[K], S[K]>
          : never
    }>
  : I extends object
    ? Simplify<
        Row<T> & {
          [R in keyof I as I[R] extends false | undefined ? never : R]: R extends keyof RelationsOf<
            Ds,
            N,
            T
          >
            ? RelationPayload<Ds, RelationsOf<Ds, N, T>[R], I[R]>
            : never
        }
      >
    : Row<T>

type RelationPayload<Ds extends DatabaseMap, R, A> =
  R extends Relation<infer Kind, infer Target, infer Optional, infer D>
    ? Kind extends 'many'
      ? NestedPayload<Ds, D, Target, A>[]
      : NestedPayload<Ds, D, Target, A> | (Optional extends true ? null : never)
    : never

type NestedPayload<Ds extends DatabaseMap, D extends string, T extends Table, A> = Payload<
  Ds,
  D & keyof Ds & string,
  T,
  A extends { readonly select: infer S } ? S : undefined,
  A extends { readonly include: infer I } ? I : undefined
>

/** Refuses keys that are not columns or relations, which a plain constraint would let pass. */
export type Exact<Given, Allowed> = Given & {
  readonly [K in Exclude<keyof Given, keyof Allowed>]: never
}

export interface Shape<S, I> {
  readonly select?: S
  readonly include?: I
}

export interface Filtering<Ds extends DatabaseMap, N extends keyof Ds & string, T extends Table> {
  readonly where?: Where<Ds, N, T>
  /** `false`: soft-deleted rows too. */
  readonly live?: boolean
}

export interface Listing<Ds extends DatabaseMap, N extends keyof Ds & string, T extends Table>
  extends Filtering<Ds, N, T> {
  readonly orderBy?: OrderBy<Ds, N, T> | readonly OrderBy<Ds, N, T>[]
  readonly take?: number
  readonly skip?: number
  /** A unique key of the row to begin at; with `skip: 1`, after it. */
  readonly cursor?: Partial<Row<T>>
  /** Words, for a searchable table. */
  readonly q?: string
  /** Rows in the order of distance, for an embedded table. */
  readonly nearest?: { readonly vector: readonly number[]; readonly model?: string }
}

export interface Unique<Ds extends DatabaseMap, N extends keyof Ds & string, T extends Table> {
  readonly where: Where<Ds, N, T>
  readonly live?: boolean
}

type Chosen<T extends Table> = { readonly [K in keyof ColumnsOf<T>]?: true }

export interface Aggregating<Ds extends DatabaseMap, N extends keyof Ds & string, T extends Table>
  extends Filtering<Ds, N, T> {
  readonly _count?: true | Chosen<T>
  readonly _sum?: Chosen<T>
  readonly _avg?: Chosen<T>
  readonly _min?: Chosen<T>
  readonly _max?: Chosen<T>
}

/** Sums and averages of exact numbers come as strings. */
export type Aggregated<A> = Simplify<{
  [K in keyof A & ('_count' | '_sum' | '_avg' | '_min' | '_max')]: A[K] extends true
    ? number
    : { [C in keyof A[K]]: K extends '_count' ? number : string | number | null }
}>

export type { CreateData, UpdateData }
