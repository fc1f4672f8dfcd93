// partitioned: a table in monthly pieces, made ahead by the database's clock. No DEFAULT partition: it
// blocks DETACH CONCURRENTLY, and a stray row in it blocks the creation of its month.
import { defineFeature, type Feature, type NoColumns } from '../../table/table.ts'

export interface PartitionedOptions {
  /** A required instant column. */
  readonly by: string
  readonly every: 'month'
  /** Months made ahead of now. */
  readonly ahead?: number
}

export function partitioned(options: PartitionedOptions): Feature<NoColumns> {
  const { by, every, ahead = 3 } = options
  return defineFeature('partitioned', () => [{ kind: 'storage', by, every, ahead }])
}
