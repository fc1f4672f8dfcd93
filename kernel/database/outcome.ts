// Errors after which nobody knows whether the server committed: the connection broke between the last byte
// sent and the answer. Remembered beside the error, so that its shape stays PostgreSQL's own.
import { AcervoError } from '../errors/index.ts'

const unknown = new WeakSet<AcervoError>()

/** Whoever retries such a write needs an idempotency key. */
export function isOutcomeUnknown(error: unknown): boolean {
  return error instanceof AcervoError && unknown.has(error)
}

export function markUnknownOutcome(error: AcervoError): AcervoError {
  const marked = new AcervoError(error.code, error.message, {
    details: [error.details, 'The outcome is unknown: it may have been committed.']
      .filter((part) => part !== undefined)
      .join(' · '),
    hint: error.hint ?? 'Read the row again, or repeat the write with an idempotency key.',
    cause: error.cause,
  })
  unknown.add(marked)
  return marked
}
