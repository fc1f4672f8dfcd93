// What a rule of an alert is: one metric, one threshold, for how long it must be passed before anybody is told. A rule
// is data: the platform itself evaluates it, and Prometheus does by the same words.
import type { Words } from './metric.ts'
import type { MetricName } from './metrics.ts'

export type Severity = 'critical' | 'warning'

export interface AlertRule {
  /** Stable: `pool-full`. */
  readonly name: string
  readonly metric: MetricName
  /** Of a counter: how much it has risen in these seconds. Unset: the value itself. */
  readonly risesOver?: number
  /** The rise as a part of that of another counter, once that has risen by at least `least`. */
  readonly per?: { readonly metric: MetricName; readonly least: number }
  /** Passed by values greater, or smaller, than it. */
  readonly compare: 'above' | 'below'
  readonly threshold: number
  /** How long it must be passed without a break. */
  readonly forSeconds: number
  readonly severity: Severity
  /** What is the matter. */
  readonly says: Words
  /** What to do first. */
  readonly advice: Words
}

/** How long it must not be passed before an alert is over: what comes and goes is one alert. */
export const clearSeconds = 60

export function isPassed({ compare, threshold }: AlertRule, value: number): boolean {
  return compare === 'above' ? value > threshold : value < threshold
}
