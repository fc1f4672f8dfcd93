// The one error shape: PostgreSQL's own (code, message, details, hint). HTTP status is chosen in server/.
import { catalogue, type ErrorCode } from './catalogue.ts'

export { catalogue, type ErrorCode }

export interface ErrorParts {
  /** The value given and what was allowed. */
  readonly details?: string
  /** The next step; a near name if one exists. */
  readonly hint?: string
  readonly cause?: unknown
}

export class AcervoError extends Error {
  readonly code: ErrorCode
  readonly details: string | undefined
  readonly hint: string | undefined

  constructor(code: ErrorCode, message: string, parts: ErrorParts = {}) {
    super(message, parts.cause === undefined ? undefined : { cause: parts.cause })
    this.name = 'AcervoError'
    this.code = code
    this.details = parts.details
    this.hint = parts.hint
  }

  toJSON(): { code: ErrorCode; message: string; details?: string; hint?: string } {
    return {
      code: this.code,
      message: this.message,
      ...(this.details === undefined ? {} : { details: this.details }),
      ...(this.hint === undefined ? {} : { hint: this.hint }),
    }
  }
}

/** Compares by name, so that two copies of the package agree. */
export function isAcervoError(error: unknown): error is AcervoError {
  return error instanceof Error && error.name === 'AcervoError' && 'code' in error
}

/** "Perhaps you meant 'films'": the nearest of `known`, or undefined when none is near. */
export function nearestName(given: string, known: Iterable<string>): string | undefined {
  let best: string | undefined
  let bestDistance = Math.max(2, Math.floor(given.length / 3)) + 1
  for (const name of known) {
    const distance = editDistance(given.toLowerCase(), name.toLowerCase(), bestDistance)
    if (distance < bestDistance) {
      best = name
      bestDistance = distance
    }
  }
  return best
}

export function nearestHint(given: string, known: readonly string[]): string {
  const near = nearestName(given, known)
  if (near !== undefined) return `Perhaps you meant '${near}'.`
  return `Known: ${known.slice(0, 20).join(', ')}${known.length > 20 ? ', …' : ''}.`
}

function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const current = [i]
    for (let j = 1; j <= b.length; j++) {
      const replace = (previous[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1)
      current[j] = Math.min((previous[j] as number) + 1, (current[j - 1] as number) + 1, replace)
    }
    previous = current
  }
  return previous[b.length] as number
}
