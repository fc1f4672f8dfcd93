// A rest that something can end: at once (`wake`), or after a shortest time that lets more come together (`nudge`).

/** Up to a fifth less: those that rest alike do not all wake at once, each with a connection of its own. */
export const apart = (ms: number): number => ms * (0.8 + Math.random() / 5)

export interface Pause {
  /** Ends this rest, or the next one if none is running. */
  wake(): void
  /** As wake, but not before the rest has lasted `leastMs`. */
  nudge(): void
  wait(ms: number, leastMs: number): Promise<void>
}

export function openPause(): Pause {
  let isWoken = false
  let isNudged = false
  let end: (() => void) | undefined
  let shorten: (() => void) | undefined
  return {
    wake: () => {
      isWoken = true
      end?.()
    },
    nudge: () => {
      isNudged = true
      shorten?.()
    },
    wait: (ms, leastMs) => {
      const begun = performance.now()
      return new Promise((resolve) => {
        let timer = setTimeout(finish, isNudged ? Math.min(ms, leastMs) : ms)
        function finish(): void {
          clearTimeout(timer)
          end = undefined
          shorten = undefined
          isWoken = false
          isNudged = false
          resolve()
        }
        end = finish
        shorten = () => {
          shorten = undefined
          clearTimeout(timer)
          const left = Math.min(ms, leastMs) - (performance.now() - begun)
          timer = setTimeout(finish, Math.max(0, left))
        }
        if (isWoken) finish()
      })
    },
  }
}
