// A trait's own columns as facts.
import type { Columns } from '../table/column.ts'
import type { Fact } from '../table/fact.ts'

export function columnFacts(columns: Columns): readonly Fact[] {
  return Object.entries(columns).map(([name, { spec }]) => ({ kind: 'column', name, column: spec }))
}
