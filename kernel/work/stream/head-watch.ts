// What other processes publish into the stream inside PostgreSQL, seen by one question for all consumers of this
// process: has the head moved? What this process publishes itself wakes them without it.
import type { Result, Statement, Target } from '../../database/target.ts'
import { headPosition } from './stream-sql.ts'

export interface HeadWatch {
  /** Once, however often it is said. Embedded there is no other process to watch. */
  start(): void
  stop(): void
}

const everyMs = 500

export function openHeadWatch(options: {
  readonly target: Pick<Target, 'engine'>
  readonly ask: (statement: Statement) => Promise<Result>
  readonly listeners: ReadonlySet<() => void>
}): HeadWatch {
  const { target, ask, listeners } = options
  let timer: NodeJS.Timeout | undefined
  let seen: string | null | undefined
  let isAsking = false
  const look = async (): Promise<void> => {
    if (isAsking) return
    isAsking = true
    try {
      const position = (await ask(headPosition())).rows[0]?.[0]
      if (seen !== undefined && position !== seen) for (const wake of listeners) wake()
      seen = position
    } catch {
      // Consumers look for themselves as well, more rarely, and tell what is wrong.
    } finally {
      isAsking = false
    }
  }
  return {
    start: () => {
      if (timer !== undefined || target.engine === 'embedded') return
      timer = setInterval(() => void look(), everyMs)
      timer.unref()
    },
    stop: () => clearInterval(timer),
  }
}
