// db.<database>.<model>: the verbs, typed from the declaration. Each is one request value, the same
// that REST makes; answers are what REST answers, parsed.

import type { AnyColumn } from '../table/column.ts'
import type { Table } from '../table/table.ts'
import type {
  Aggregated,
  Aggregating,
  CreateData,
  Exact,
  Filtering,
  Include,
  Listing,
  Payload,
  Select,
  Shape,
  Unique,
  UpdateData,
} from './arguments.ts'
import type { ColumnsOf, DatabaseMap, Simplify, ValueOf } from './row.ts'

type Sel<Ds extends DatabaseMap, N extends keyof Ds & string, T extends Table> =
  | Select<Ds, N, T>
  | undefined
type Inc<Ds extends DatabaseMap, N extends keyof Ds & string, T extends Table> =
  | Include<Ds, N, T>
  | undefined

type Picked<T extends Table, K extends keyof ColumnsOf<T>> = {
  [C in K]: ColumnsOf<T>[C] extends AnyColumn ? ValueOf<ColumnsOf<T>[C]> : never
}

/** Views offer the reading half only. */
export interface Reading<Ds extends DatabaseMap, N extends keyof Ds & string, T extends Table> {
  findMany<const S extends Sel<Ds, N, T> = undefined, const I extends Inc<Ds, N, T> = undefined>(
    args?: Listing<Ds, N, T> & Shape<Exact<S, Select<Ds, N, T>>, Exact<I, Include<Ds, N, T>>>,
  ): Promise<Payload<Ds, N, T, S, I>[]>
  findFirst<const S extends Sel<Ds, N, T> = undefined, const I extends Inc<Ds, N, T> = undefined>(
    args?: Listing<Ds, N, T> & Shape<Exact<S, Select<Ds, N, T>>, Exact<I, Include<Ds, N, T>>>,
  ): Promise<Payload<Ds, N, T, S, I> | null>
  findUnique<const S extends Sel<Ds, N, T> = undefined, const I extends Inc<Ds, N, T> = undefined>(
    args: Unique<Ds, N, T> & Shape<Exact<S, Select<Ds, N, T>>, Exact<I, Include<Ds, N, T>>>,
  ): Promise<Payload<Ds, N, T, S, I> | null>
  count(args?: Filtering<Ds, N, T>): Promise<number>
  aggregate<const A extends Aggregating<Ds, N, T>>(args: A): Promise<Aggregated<A>>
  groupBy<
    const By extends readonly (keyof ColumnsOf<T> & string)[],
    const A extends Aggregating<Ds, N, T>,
  >(
    args: { readonly by: By } & A & Pick<Listing<Ds, N, T>, 'orderBy' | 'take' | 'skip'>,
  ): Promise<Simplify<Picked<T, By[number]> & Aggregated<A>>[]>
}

export interface Writing<Ds extends DatabaseMap, N extends keyof Ds & string, T extends Table> {
  create<const S extends Sel<Ds, N, T> = undefined, const I extends Inc<Ds, N, T> = undefined>(
    args: { readonly data: CreateData<T> } & Shape<
      Exact<S, Select<Ds, N, T>>,
      Exact<I, Include<Ds, N, T>>
    >,
  ): Promise<Payload<Ds, N, T, S, I>>
  createMany(args: {
    readonly data: readonly CreateData<T>[]
    readonly skipDuplicates?: boolean
  }): Promise<{ count: number }>
  update<const S extends Sel<Ds, N, T> = undefined, const I extends Inc<Ds, N, T> = undefined>(
    args: Unique<Ds, N, T> & { readonly data: UpdateData<T> } & Shape<
        Exact<S, Select<Ds, N, T>>,
        Exact<I, Include<Ds, N, T>>
      >,
  ): Promise<Payload<Ds, N, T, S, I>>
  updateMany(
    args: Filtering<Ds, N, T> & { readonly data: UpdateData<T> },
  ): Promise<{ count: number }>
  upsert<const S extends Sel<Ds, N, T> = undefined, const I extends Inc<Ds, N, T> = undefined>(
    args: Unique<Ds, N, T> & {
      readonly create: CreateData<T>
      readonly update: UpdateData<T>
    } & Shape<Exact<S, Select<Ds, N, T>>, Exact<I, Include<Ds, N, T>>>,
  ): Promise<Payload<Ds, N, T, S, I>>
  delete<const S extends Sel<Ds, N, T> = undefined, const I extends Inc<Ds, N, T> = undefined>(
    args: Unique<Ds, N, T> & Shape<Exact<S, Select<Ds, N, T>>, Exact<I, Include<Ds, N, T>>>,
  ): Promise<Payload<Ds, N, T, S, I>>
  deleteMany(args?: Filtering<Ds, N, T>): Promise<{ count: number }>
}

export type TableClient<
  Ds extends DatabaseMap,
  N extends keyof Ds & string,
  T extends Table,
> = T['kind'] extends 'view' ? Reading<Ds, N, T> : Reading<Ds, N, T> & Writing<Ds, N, T>
