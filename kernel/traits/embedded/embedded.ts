// embedded: a vector that stands for the row, with the model that made it. The vector is computed outside and written
// like any value; two models are never compared. Another model gets columns and an index of its own beside the old
// ones, which serve until they are taken out of the declaration.
import { quoteLiteral } from '../../database/sql.ts'

import type { Column } from '../../table/column.ts'
import { columnOf } from '../../table/column.ts'
import type { Fact, Metric } from '../../table/fact.ts'
import { toSqlName } from '../../table/name.ts'
import { defineFeature, type Feature } from '../../table/table.ts'

const operatorClass: Readonly<Record<Metric, string>> = {
  cosine: 'vector_cosine_ops',
  l2: 'vector_l2_ops',
  'inner product': 'vector_ip_ops',
}

/** One model's vectors, in a column of their own. */
export interface Embedding {
  /** `embedding` if unset; the model that made it stands in `<column>Model`. */
  readonly column?: string
  /** Name of the model, recorded beside each vector. */
  readonly model: string
  readonly dimensions: number
  readonly metric: Metric
  /**
   * `exact` (the default) compares every row that a request chooses from; `hnsw` does so up to `exactRowsMax` of them
   * and walks an index above. No fewer rows than asked come back.
   */
  readonly index?: 'exact' | 'hnsw'
  /** 50,000. */
  readonly exactRowsMax?: number
}

export interface EmbeddedOptions extends Embedding {
  /** The columns that the vector stands for; never encrypted ones, whose meaning it would show. */
  readonly of?: readonly string[]
  /** The vectors that serve while those of this model are still being made. */
  readonly was?: Embedding & { readonly column: string }
}

type NameOf<E> = E extends { readonly column: infer N extends string } ? N : 'embedding'
type ColumnsOf<E> = {
  readonly [K in NameOf<E>]: Column<readonly number[] | null, 'omittable', null, 'hidden'>
} & {
  readonly [K in `${NameOf<E>}Model`]: Column<string | null, 'omittable', null, 'hidden'>
}
type WasOf<E> = E extends { readonly was: infer W extends Embedding } ? W : never
// biome-ignore lint/complexity/noBannedTypes: without `was` no column is added.
type Added<E> = ColumnsOf<E> & ([WasOf<E>] extends [never] ? {} : ColumnsOf<WasOf<E>>)

export function embedded<const E extends EmbeddedOptions>(options: E): Feature<Added<E>> {
  const { of, was } = options
  const serving: Embedding = was ?? options
  const facts: readonly Fact[] = [
    { kind: 'object', object: { type: 'extension', name: 'vector' } },
    ...toFacts(options),
    ...(was === undefined ? [] : toFacts(was)),
    {
      kind: 'qualifier',
      qualifier: {
        type: 'nearest',
        ...toNearest(serving),
        ...(of && { of }),
        ...(was && { next: toNearest(options) }),
      },
    },
  ]
  return defineFeature('embedded', () => facts)
}

function toNearest(embedding: Embedding) {
  const { column = 'embedding', model, metric, index = 'exact', exactRowsMax = 50_000 } = embedding
  return { column, model, metric, ...(index === 'hnsw' && { exactRowsMax }) }
}

function toFacts(embedding: Embedding): readonly Fact[] {
  const { column = 'embedding', model, dimensions, metric } = embedding
  const own = columnOf({ type: { name: 'vector', dimensions }, optional: true, hidden: true })
  const maker = columnOf({ type: { name: 'text' }, optional: true, hidden: true })
  const sqlName = toSqlName(column)
  return [
    { kind: 'column', name: column, column: own.spec },
    { kind: 'column', name: `${column}Model`, column: maker.spec },
    {
      kind: 'constraint',
      name: `${sqlName}_model`,
      // IS NOT DISTINCT FROM, because a CHECK that yields NULL would let a vector of no model pass.
      constraint: {
        type: 'check',
        expression: `${sqlName} is null or ${sqlName}_model is not distinct from ${quoteLiteral(model)}`,
      },
    },
    ...(embedding.index === 'hnsw' ? [hnsw(column, metric)] : []),
  ]
}

function hnsw(column: string, metric: Metric): Fact {
  return {
    kind: 'index',
    using: 'hnsw',
    elements: [{ column, operatorClass: operatorClass[metric] }],
  }
}
