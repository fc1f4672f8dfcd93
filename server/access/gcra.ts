// How many requests somebody may still make: the generic cell rate algorithm. One number is kept for each, the time
// at which all of the allowance will be back, and a bounded number of them. It is this process's own count: several
// servers each hold theirs, and a store that they share would stand behind `Rates`.

export interface Rate {
  readonly perSecond: number
  /** How many may come at once. */
  readonly burst: number
}

export interface Taken {
  readonly isAllowed: boolean
  readonly remaining: number
  /** Until one more may come, at least 1. */
  readonly nextSeconds: number
}

export interface Rates {
  take(who: string, rate: Rate, nowMs: number): Taken
  readonly size: number
}

/** `perSecond` at once too, and one at least. */
export function toRate(perSecond: number): Rate {
  return Object.freeze({ perSecond, burst: Math.max(1, Math.ceil(perSecond)) })
}

/** Beyond `entriesMax` the one that came longest ago is forgotten. */
export function gcra(entriesMax: number): Rates {
  /** By who came last; in milliseconds. */
  const fullAt = new Map<string, number>()
  return Object.freeze({
    get size() {
      return fullAt.size
    },
    take(who: string, { perSecond, burst }: Rate, nowMs: number) {
      const eachMs = 1_000 / perSecond
      const known = fullAt.get(who) ?? nowMs
      const next = Math.max(known, nowMs) + eachMs
      const usedMs = next - nowMs
      const overMs = usedMs - burst * eachMs
      // A millionth for what division loses.
      const isAllowed = overMs <= 1e-6
      if (isAllowed) keep(who, next)
      const remaining = isAllowed ? Math.floor(burst - usedMs / eachMs + 1e-6) : 0
      const nextMs = isAllowed ? overMs + (remaining + 1) * eachMs : overMs
      return { isAllowed, remaining, nextSeconds: Math.max(1, Math.ceil(nextMs / 1_000 - 1e-6)) }
    },
  })

  function keep(who: string, at: number): void {
    fullAt.delete(who)
    const oldest = fullAt.size >= entriesMax ? fullAt.keys().next().value : undefined
    if (oldest !== undefined) fullAt.delete(oldest)
    fullAt.set(who, at)
  }
}
