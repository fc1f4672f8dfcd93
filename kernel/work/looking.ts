// Something that is looked at now and then for as long as a process works: a first time once whoever started has been
// answered, then at even distances, never twice at once, and not any more once it is stopped.

export interface Lookout {
  /** Ends when this look, and those before it, are over. */
  look(): Promise<void>
  stop(): Promise<void>
}

export interface Looking {
  readonly firstMs: number
  readonly everyMs: number
}

export function startLooking(
  { firstMs, everyMs }: Looking,
  lookNow: (signal: AbortSignal) => Promise<void>,
): Lookout {
  const stopping = new AbortController()
  const { signal } = stopping
  let looking: Promise<void> = Promise.resolve()
  const look = (): Promise<void> => {
    looking = looking.then(() => lookNow(signal))
    return looking
  }
  const first = setTimeout(look, firstMs).unref()
  const timer = setInterval(look, everyMs).unref()
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
