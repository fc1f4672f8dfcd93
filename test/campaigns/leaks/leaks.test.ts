// The matrix in small: one case in 67 and every mutant on a server; on the embedded engine one in 201 and one mutant
// in five.
import { onEachEngine } from '../../support/database.ts'
import { holdLeaks } from './promise.ts'

onEachEngine((engine) =>
  holdLeaks(
    engine,
    engine === 'postgres'
      ? { oneIn: 67, casesMin: 600, ownOneIn: 503, mutantOneIn: 3 }
      : { oneIn: 201, casesMin: 200, ownOneIn: 9001, mutantOneIn: 3, mutantsOneIn: 5 },
  ),
)
