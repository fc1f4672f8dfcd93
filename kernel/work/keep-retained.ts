// Runs retention by the clock beside the months ahead, for as long as a process works: once in a fleet, under a lease of
// each target. What is to be done there is the caller's, who knows where archives go.
import { randomUUID } from 'node:crypto'
import type { Target } from '../database/target.ts'
import type { AcervoError } from '../errors/index.ts'
import type { DatabaseModel, Model } from '../model/model.ts'
import { toProblem } from './inbox/problem.ts'
import { Lease, toLeaseName } from './lease.ts'
import { type Lookout, startLooking } from './looking.ts'
import type { WorkPlatform } from './platform.ts'

export const retentionLease = 'retention'
/** Whoever started is answered first, and months ahead are made before old ones leave. */
const firstLookMs = 60_000
const lookEveryMs = 3_600_000
/** Longer than the time between two looks: the same process looks again. */
const leaseMs = 2 * lookEveryMs

export interface RetentionWork {
  /** Ends when all that is due was tried; aborted at shutdown. */
  run(databases: readonly DatabaseModel[], signal: AbortSignal): Promise<void>
}

export function keepRetained(
  { targets, model }: Pick<WorkPlatform, 'targets' | 'model'>,
  served: Pick<Model, 'databases'>,
  work: RetentionWork,
  onError: (error: AcervoError) => void,
): Lookout {
  const holder = randomUUID()
  const all = Map.groupBy(model.databases.values(), ({ schema }) => targets.of(schema))
  const leased = [...all].flatMap(([target, placed]) => {
    const own = placed.filter(({ name }) => served.databases.has(name)).filter(hasRules)
    const name = toLeaseName(retentionLease, own, placed.filter(hasRules))
    return own.length === 0 ? [] : [{ own, lease: toLease(target, name, holder) }]
  })
  const lookNow = async (signal: AbortSignal): Promise<void> => {
    for (const { own, lease } of leased)
      try {
        if (signal.aborted || (await lease.confirm()) === undefined) continue
        await work.run(own, signal)
      } catch (error) {
        if (!signal.aborted) onError(toProblem(error))
      }
  }
  const lookout = startLooking({ firstMs: firstLookMs, everyMs: lookEveryMs }, lookNow)
  return {
    look: lookout.look,
    stop: async () => {
      await lookout.stop()
      await Promise.allSettled(leased.map(({ lease }) => lease.release()))
    },
  }
}

function toLease(target: Target, name: string, holder: string): Lease {
  const context = () => ({ settings: {}, role: 'acervo_worker' }) as const
  return new Lease({ target, name, holder, leaseMs, context })
}

const hasRules = ({ tables }: DatabaseModel): boolean =>
  [...tables.values()].some(
    ({ retention }) => retention !== undefined && retention.after !== 'keep',
  )
