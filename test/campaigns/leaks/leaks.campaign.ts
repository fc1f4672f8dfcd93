// Every case of the matrix, on a server; one in eight on the embedded engine.
import { onEachEngine } from '../../support/database.ts'
import { holdLeaks } from './promise.ts'

onEachEngine((engine) =>
  holdLeaks(
    engine,
    engine === 'postgres'
      ? { oneIn: 1, casesMin: 20_000, mutantOneIn: 1 }
      : { oneIn: 7, casesMin: 3_000, mutantOneIn: 1 },
  ),
)
