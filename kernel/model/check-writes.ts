// What a routine adds to another table must have a place there: PostgreSQL would tell at the first row only.
import { nearestHint } from '../errors/index.ts'
import type { Folded } from './fold.ts'
import { factsOf } from './structure.ts'

export function checkWrites(folded: Folded, tables: ReadonlyMap<string, Folded>): void {
  for (const { fact, feature } of factsOf(folded, 'routine'))
    for (const { table, columns } of fact.writes ?? []) {
      const written = tables.get(table)
      const tell = (message: string, given: string, known: Iterable<string>) =>
        folded.mistake('ACV103', message, { feature, hint: nearestHint(given, [...known]) })
      if (written === undefined) {
        tell(`it writes to '${table}', which this database does not have`, table, tables.keys())
        continue
      }
      const names = new Set([...written.columns.values()].map(({ sqlName }) => sqlName))
      for (const column of columns)
        if (!names.has(column))
          tell(`it writes '${column}', which '${table}' does not have`, column, names)
    }
}
