// Work that goes where its databases go: a relay, a consumer or a sealer that is refused asks whether something has
// moved; if so, everything ends what it has in hand and begins anew at the new place. What was published and not
// written down by then is known to the stream, as after a kill.
import { setTimeout as rest } from 'node:timers/promises'
import { isWithoutRight } from '../database/sqlstate.ts'
import type { AcervoError } from '../errors/index.ts'
import { toProblem } from './inbox/problem.ts'
import type { RunningPlatform } from './platform.ts'

/** What is begun anew. */
interface Restartable {
  wake(): void
  status(): Promise<unknown>
  drain(): Promise<void>
}

interface FollowingOptions<W extends Restartable> {
  readonly moves: NonNullable<RunningPlatform['moves']>
  readonly start: (onError: (error: AcervoError) => void) => Promise<W>
  readonly onError: (error: AcervoError) => void
}

const againMs = 1_000

export async function startFollowing<W extends Restartable>({
  moves,
  start,
  onError,
}: FollowingOptions<W>): Promise<W> {
  const complain = (error: AcervoError): void => {
    if (!isWithoutRight(error)) {
      onError(error)
      return
    }
    moves.follow().then(
      (hasMoved) => {
        if (!hasMoved) onError(error)
      },
      (reason: unknown) => onError(toProblem(reason)),
    )
  }
  let work = await start(complain)
  let isDrained = false
  const begin = async (): Promise<void> => {
    await work.drain()
    while (!isDrained) {
      try {
        work = await start(complain)
        return
      } catch (error) {
        onError(toProblem(error))
        await rest(againMs)
      }
    }
  }
  let changing: Promise<void> = Promise.resolve()
  const stopListening = moves.listen(() => {
    changing = changing.then(begin)
  })
  let draining: Promise<void> | undefined
  const drain = async (): Promise<void> => {
    isDrained = true
    stopListening()
    await changing
    await work.drain()
  }
  return Object.freeze({
    ...work,
    wake: () => work.wake(),
    status: () => work.status(),
    drain: () => {
      draining ??= drain()
      return draining
    },
  })
}
