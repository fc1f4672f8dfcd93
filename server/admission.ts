// How many requests are in work at once. Beyond that they wait in a bounded queue for a bounded time, and
// then are refused: a busy server answers 503 soon instead of everything late.
import { AcervoError } from '../kernel/index.ts'

export interface Admission {
  /** Undefined when the request may go on at once. @throws ACV617, ACV614 */
  enter(): Promise<void> | undefined
  leave(): void
  /** Refuses new requests and settles once the running ones are done. */
  drain(): Promise<void>
  readonly running: number
  readonly isDraining: boolean
}

export interface AdmissionBounds {
  readonly runningMax: number
  readonly waitingMax: number
  readonly waitingTimeoutMs: number
}

interface Waiter {
  readonly go: () => void
  readonly refuse: (error: AcervoError) => void
}

export function admission(bounds: AdmissionBounds): Admission {
  const waiting = new Set<Waiter>()
  let running = 0
  let draining: { readonly promise: Promise<void>; readonly done: () => void } | undefined
  return Object.freeze({
    get running() {
      return running
    },
    get isDraining() {
      return draining !== undefined
    },
    enter() {
      if (draining !== undefined) throw shuttingDown()
      if (running < bounds.runningMax) {
        running++
        return undefined
      }
      if (waiting.size >= bounds.waitingMax) throw busy(running, waiting.size)
      return wait()
    },
    leave() {
      const next = waiting.values().next().value
      if (next !== undefined) {
        waiting.delete(next)
        next.go()
        return
      }
      running--
      if (running === 0) draining?.done()
    },
    drain() {
      if (draining === undefined) {
        const { promise, resolve } = Promise.withResolvers<void>()
        draining = { promise, done: resolve }
        for (const waiter of waiting) waiter.refuse(shuttingDown())
        waiting.clear()
        if (running === 0) resolve()
      }
      return draining.promise
    },
  })

  // The place of the leaver is handed on, so `running` does not change.
  function wait(): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        waiting.delete(waiter)
        reject(busy(running, waiting.size))
      }, bounds.waitingTimeoutMs)
      const settle = (act: () => void) => {
        clearTimeout(timer)
        act()
      }
      const waiter: Waiter = {
        go: () => settle(resolve),
        refuse: (error) => settle(() => reject(error)),
      }
      waiting.add(waiter)
    })
  }
}

function busy(running: number, waiting: number): AcervoError {
  return new AcervoError('ACV617', 'the server has too many requests in work', {
    details: `Running: ${running}. Waiting: ${waiting}.`,
    hint: 'Ask again after the time in Retry-After.',
  })
}

function shuttingDown(): AcervoError {
  return new AcervoError('ACV614', 'the server is shutting down', {
    hint: 'Ask again after the time in Retry-After.',
  })
}
