// Keeps the months of partitioned tables ahead of the clock for as long as a process works: a start makes only what
// the rows of these weeks need, and a process may live longer than the months that stood when it began.
import type { AcervoError } from '../errors/index.ts'
import { makeAhead } from '../migrate/make-ahead.ts'
import type { Model } from '../model/model.ts'
import { toProblem } from './inbox/problem.ts'
import type { WorkPlatform } from './platform.ts'

/** The first look waits until whoever started has been answered; a month is long enough for all others. */
const firstLookMs = 2_000
const lookEveryMs = 3_600_000

export interface AheadKeeper {
  /** Ends when all that was missing stands. */
  look(): Promise<void>
  stop(): Promise<void>
}

export function keepAhead(
  { targets }: Pick<WorkPlatform, 'targets'>,
  served: Pick<Model, 'databases'>,
  onError: (error: AcervoError) => void,
): AheadKeeper {
  const byTarget = Map.groupBy(served.databases.values(), ({ schema }) => targets.of(schema))
  const stopping = new AbortController()
  const { signal } = stopping
  let looking: Promise<void> = Promise.resolve()
  const lookNow = async (): Promise<void> => {
    for (const [target, databases] of byTarget)
      await makeAhead(target, databases, { signal }).catch((error: unknown) => {
        if (!signal.aborted) onError(toProblem(error))
      })
  }
  const look = (): Promise<void> => {
    looking = looking.then(lookNow)
    return looking
  }
  const first = setTimeout(look, firstLookMs).unref()
  const timer = setInterval(look, lookEveryMs).unref()
  return {
    look,
    stop: async () => {
      clearTimeout(first)
      clearInterval(timer)
      stopping.abort()
      await looking
    },
  }
}
