// Keeps how large tables are, once a day, for as long as a process works: what growth is told from. Of several
// processes the first of the day does it.
import type { AcervoError } from '../errors/index.ts'
import { sampleSizes } from '../maintenance/sizes.ts'
import type { Model } from '../model/model.ts'
import { toProblem } from './inbox/problem.ts'
import { type Lookout, startLooking } from './looking.ts'
import type { WorkPlatform } from './platform.ts'

/** Nobody waits for the first: it comes once the months of partitioned tables stand. */
const looking = { firstMs: 60_000, everyMs: 3_600_000 }

export function keepSizes(
  { targets }: Pick<WorkPlatform, 'targets'>,
  served: Pick<Model, 'databases'>,
  onError: (error: AcervoError) => void,
): Lookout {
  const byTarget = Map.groupBy(served.databases.values(), ({ schema }) => targets.of(schema))
  return startLooking(looking, async (signal) => {
    for (const [target, databases] of byTarget) {
      if (signal.aborted) return
      const schemas = databases.map(({ schema }) => schema)
      await sampleSizes(target, schemas).catch((error: unknown) => {
        if (!signal.aborted) onError(toProblem(error))
      })
    }
  })
}
