// What went wrong in an inbox, in words for whoever watches the process.
import { AcervoError, isAcervoError } from '../../errors/index.ts'
import { HandlerFailure } from './apply.ts'

export function toProblem(error: unknown): AcervoError {
  if (error instanceof HandlerFailure) {
    const { eventType, eventId, source } = error.event
    return new AcervoError('ACV513', `'${eventType}' of '${source}' could not be applied`, {
      details: `Event ${eventId}. ${describeError(error.cause)}`,
      hint: 'It is tried five times; dead events are listed by `acervo events dead`.',
      cause: error.cause,
    })
  }
  if (isAcervoError(error)) return error
  return new AcervoError('ACV600', 'something unexpected happened', {
    details: describeError(error),
    cause: error,
  })
}

/** As it is kept beside the event. */
export function describeError(error: unknown): string {
  const text = isAcervoError(error)
    ? [`${error.code}: ${error.message}`, error.details]
        .filter((part) => part !== undefined)
        .join('. ')
    : String(error)
  return text.replaceAll('\0', '').toWellFormed().slice(0, 2000)
}
