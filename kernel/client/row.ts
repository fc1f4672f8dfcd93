// Declarations -> row types: what a table's rows look like when read, created and updated.
// Type level only; nothing here exists at run time.
import type { AnyColumn, Column, Columns, LinkType } from '../table/column.ts'
import type { Tables } from '../table/database.ts'
import type { Table } from '../table/table.ts'

type TypesOf<C extends AnyColumn> = NonNullable<C['types']>
export type ValueOf<C extends AnyColumn> = TypesOf<C>['value']

type UnionToIntersection<U> = (U extends unknown ? (given: U) => void : never) extends (
  given: infer I,
) => void
  ? I
  : never

/** The columns that features add; a feature without a known list adds none. */
type AddsOf<F> = F extends { readonly adds?: infer A }
  ? A extends Columns
    ? string extends keyof A
      ? unknown
      : A
    : unknown
  : unknown

type IdColumn<T extends Table> = T['kind'] extends 'view'
  ? unknown
  : Extract<T['features'][number], { readonly feature: 'primaryKey' }> extends never
    ? { id: Column<string, 'omittable', null> }
    : unknown

/** Every column of a table: its own, its features', and `id` where it declares no key. */
export type ColumnsOf<T extends Table> = Simplify<
  Omit<IdColumn<T>, keyof T['columns']> &
    T['columns'] &
    UnionToIntersection<AddsOf<T['features'][number]>>
>

export type Simplify<T> = { -readonly [K in keyof T]: T[K] } & {}

type KeysWhere<C, Key extends 'write' | 'shown', Is> = {
  [K in keyof C]: C[K] extends AnyColumn ? (TypesOf<C[K]>[Key] extends Is ? K : never) : never
}[keyof C]

type Values<C, K extends keyof C> = {
  -readonly [P in K]: C[P] extends AnyColumn ? ValueOf<C[P]> : never
}

/** A row as it is read without `select`. */
export type Row<T extends Table> = Simplify<
  Values<ColumnsOf<T>, KeysWhere<ColumnsOf<T>, 'shown', 'shown'>>
>

/** What `create` takes. */
export type CreateData<T extends Table> = Simplify<
  Values<ColumnsOf<T>, KeysWhere<ColumnsOf<T>, 'write', 'required'>> &
    Partial<Values<ColumnsOf<T>, KeysWhere<ColumnsOf<T>, 'write', 'omittable'>>>
>

type Change<V> =
  | V
  | (V extends number | string | null
      ? {
          readonly set?: V
          readonly increment?: number | string
          readonly decrement?: number | string
          readonly multiply?: number | string
        }
      : never)

/** What `update` takes: values, or changes relative to the stored number. */
export type UpdateData<T extends Table> = {
  [K in KeysWhere<
    ColumnsOf<T>,
    'write',
    'required' | 'omittable'
  >]?: ColumnsOf<T>[K] extends AnyColumn ? Change<ValueOf<ColumnsOf<T>[K]>> : never
}

// Relations

type LinkOf<C> = C extends AnyColumn ? NonNullable<TypesOf<C>['link']> : never
type StripId<K> = K extends `${infer Base}Id` ? Base : K
type BySqlName<Ts extends Tables, Name> = {
  [M in keyof Ts]: Ts[M]['sqlName'] extends Name ? Ts[M] : never
}[keyof Ts]

export interface Relation<
  Kind extends 'one' | 'many' = 'one' | 'many',
  T extends Table = Table,
  Optional extends boolean = boolean,
  Database extends string = string,
> {
  readonly kind: Kind
  readonly table: T
  readonly optional: Optional
  readonly database: Database
}

/** Databases by short name, each with its tables by model name. */
export type DatabaseMap = Readonly<Record<string, Tables>>

type Forward<Ds extends DatabaseMap, N extends keyof Ds & string, T extends Table> = {
  [K in keyof ColumnsOf<T> as [LinkOf<ColumnsOf<T>[K]>] extends [never]
    ? never
    : StripId<K>]: ColumnsOf<T>[K] extends AnyColumn
    ? ToForward<
        Ds,
        N,
        LinkOf<ColumnsOf<T>[K]>,
        null extends ValueOf<ColumnsOf<T>[K]> ? true : false
      >
    : never
}

/** A reference may find nobody: its row lives in another database, without a foreign key. */
type ToForward<
  Ds extends DatabaseMap,
  N extends keyof Ds & string,
  L,
  Optional extends boolean,
> = L extends { table: infer M; database: infer D }
  ? D extends keyof Ds & string
    ? M extends keyof Ds[D]
      ? Relation<'one', Ds[D][M], true, D>
      : never
    : never
  : L extends LinkType
    ? Relation<'one', BySqlName<Ds[N], L['table']>, Optional, N>
    : never

type InverseNames<Child extends Table, SqlName> = {
  [K in keyof ColumnsOf<Child>]: InverseName<LinkOf<ColumnsOf<Child>[K]>, SqlName>
}[keyof ColumnsOf<Child>]

/** In brackets, because `never extends …` is true and would infer an inverse named anything. */
type InverseName<L, SqlName> = [L] extends [never]
  ? never
  : L extends { table: SqlName; inverse: infer I }
    ? string extends I
      ? never
      : I
    : never

type Inverse<Ds extends DatabaseMap, N extends keyof Ds & string, T extends Table> = {
  [M in keyof Ds[N] as InverseNames<Ds[N][M], T['sqlName']> & string]: Relation<
    'many',
    Ds[N][M],
    false,
    N
  >
}

export type RelationsOf<
  Ds extends DatabaseMap,
  N extends keyof Ds & string,
  T extends Table,
> = Forward<Ds, N, T> & Inverse<Ds, N, T>
