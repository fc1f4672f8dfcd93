// How many requests a key may still make: a bucket that refills steadily. One process's own count: several
// servers each hold their own.
export interface TokenBucket {
  /** Takes one token; `remaining` is negative when there was none. */
  take(nowMs: number): { readonly remaining: number; readonly resetSeconds: number }
  readonly perSecond: number
}

export function tokenBucket(perSecond: number): TokenBucket {
  const size = Math.max(1, perSecond)
  let tokens = size
  let filledAtMs = 0
  return Object.freeze({
    perSecond,
    take(nowMs: number) {
      tokens = Math.min(size, tokens + (Math.max(0, nowMs - filledAtMs) * perSecond) / 1_000)
      filledAtMs = nowMs
      const allowed = tokens >= 1
      if (allowed) tokens -= 1
      const missing = allowed ? 0 : 1 - tokens
      return {
        remaining: allowed ? Math.floor(tokens) : -1,
        resetSeconds: Math.max(1, Math.ceil(missing / perSecond)),
      }
    },
  })
}
