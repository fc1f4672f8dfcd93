// embedded: a vector that stands for the row, with the model that made it. The vector is computed
// outside and written like any value; two models are never compared.

import type { Column } from '../../table/column.ts'
import { columnOf } from '../../table/column.ts'
import type { Fact, Metric } from '../../table/fact.ts'
import { defineFeature, type Feature } from '../../table/table.ts'

const operatorClass: Readonly<Record<Metric, string>> = {
  cosine: 'vector_cosine_ops',
  l2: 'vector_l2_ops',
  'inner product': 'vector_ip_ops',
}

export interface EmbeddedOptions {
  /** Name of the model, recorded beside each vector. */
  readonly model: string
  readonly dimensions: number
  readonly metric: Metric
  /** `exact` (the default) is right up to some 50,000 rows a tenant; `hnsw` is approximate. */
  readonly index?: 'exact' | 'hnsw'
  /** The columns that the vector stands for; never encrypted ones, whose meaning it would show. */
  readonly of?: readonly string[]
}

export function embedded(options: EmbeddedOptions): Feature<{
  embedding: Column<readonly number[] | null, 'omittable', null, 'hidden'>
  embeddingModel: Column<string | null, 'omittable', null, 'hidden'>
}> {
  const { model, dimensions, metric, of } = options
  const embedding = columnOf({ type: { name: 'vector', dimensions }, optional: true, hidden: true })
  const embeddingModel = columnOf({ type: { name: 'text' }, optional: true, hidden: true })
  const quoted = `'${model.replaceAll("'", "''")}'`
  const facts: readonly Fact[] = [
    { kind: 'object', object: { type: 'extension', name: 'vector' } },
    { kind: 'column', name: 'embedding', column: embedding.spec },
    { kind: 'column', name: 'embeddingModel', column: embeddingModel.spec },
    {
      kind: 'constraint',
      name: 'embedding_model',
      // IS NOT DISTINCT FROM, because a CHECK that yields NULL would let a vector of no model pass.
      constraint: {
        type: 'check',
        expression: `embedding is null or embedding_model is not distinct from ${quoted}`,
      },
    },
    {
      kind: 'qualifier',
      qualifier: { type: 'nearest', column: 'embedding', model, metric, ...(of && { of }) },
    },
    ...(options.index === 'hnsw' ? [hnsw(metric)] : []),
  ]
  return defineFeature('embedded', () => facts)
}

function hnsw(metric: Metric): Fact {
  return {
    kind: 'index',
    using: 'hnsw',
    elements: [{ column: 'embedding', operatorClass: operatorClass[metric] }],
  }
}
