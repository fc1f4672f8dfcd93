// What alerts are made of and histograms do not say in one number: requests that failed, that were slow, that were
// refused because of who asked.
import { type Reading, reading } from '../../kernel/watch/index.ts'

/** The database's own failures; what the caller did wrong is none. */
const failures = new Set(['ACV300', 'ACV301', 'ACV307', 'ACV311', 'ACV314', 'ACV320', 'unknown'])
/** The principal is outside what its context lets it see or do. */
const refusals = new Set(['ACV306', 'ACV321', 'ACV340', 'ACV342'])
const slowSeconds = 1

export interface Counters {
  request(status: number): void
  operation(seconds: number, error: string): void
  readings(): readonly Reading[]
}

export function counters(): Counters {
  let [all, failed, slow, refused, answers] = [0, 0, 0, 0, 0]
  return {
    request: (status) => {
      if (status >= 500) answers++
    },
    operation: (seconds, error) => {
      all++
      if (seconds > slowSeconds) slow++
      if (failures.has(error)) failed++
      if (refusals.has(error)) refused++
    },
    readings: () => [
      reading('acervo.operation.total', all),
      reading('acervo.operation.failed', failed),
      reading('acervo.operation.slow', slow),
      reading('acervo.context.refused', refused),
      reading('acervo.http.failed', answers),
    ],
  }
}
