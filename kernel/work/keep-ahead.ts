// Keeps the months of partitioned tables ahead of the clock for as long as a process works: a start makes only what
// the rows of these weeks need, and a process may live longer than the months that stood when it began.
import type { AcervoError } from '../errors/index.ts'
import { makeAhead } from '../migrate/make-ahead.ts'
import type { Model } from '../model/model.ts'
import { toProblem } from './inbox/problem.ts'
import { type Lookout, startLooking } from './looking.ts'
import type { WorkPlatform } from './platform.ts'

/** The first look waits until whoever started has been answered; a month is long enough for all others. */
const looking = { firstMs: 2_000, everyMs: 3_600_000 }

/** A look ends when all that was missing stands. */
export function keepAhead(
  { targets }: Pick<WorkPlatform, 'targets'>,
  served: Pick<Model, 'databases'>,
  onError: (error: AcervoError) => void,
): Lookout {
  const byTarget = Map.groupBy(served.databases.values(), ({ schema }) => targets.of(schema))
  return startLooking(looking, async (signal) => {
    for (const [target, databases] of byTarget)
      await makeAhead(target, databases, { signal }).catch((error: unknown) => {
        if (!signal.aborted) onError(toProblem(error))
      })
  })
}
