// Figures -> what rules look at: the value itself, or how much a counter has risen of late. Remembers counters for as
// long as the longest rule asks.
import { type Observation, toSubject } from './evaluate.ts'
import type { Reading } from './metric.ts'
import { findMetric } from './metrics.ts'
import type { AlertRule } from './rule.ts'

interface Point {
  readonly atMs: number
  readonly value: number
}

export interface Observer {
  /** `atMs`: of any clock that does not go back. */
  observe(readings: readonly Reading[], atMs: number): readonly Observation[]
}

export function openObserver(rules: readonly AlertRule[], instance: string): Observer {
  const counted = new Set(
    rules.flatMap(({ metric, risesOver, per }) =>
      risesOver === undefined ? [] : [metric, ...(per === undefined ? [] : [per.metric])],
    ),
  )
  const longestMs = Math.max(0, ...rules.map(({ risesOver = 0 }) => risesOver)) * 1_000
  const history = new Map<string, Point[]>()
  const keyOf = ({ metric, labels }: Reading) => `${metric} ${toSubject(labels, '')}`
  const remember = (one: Reading, atMs: number): void => {
    const points = history.get(keyOf(one)) ?? []
    // A counter that is lower than it was began anew.
    if ((points.at(-1)?.value ?? 0) > one.value) points.length = 0
    points.push({ atMs, value: one.value })
    while ((points[1]?.atMs ?? Number.POSITIVE_INFINITY) <= atMs - longestMs) points.shift()
    history.set(keyOf(one), points)
  }
  /** Since the last point that is old enough, or the first one. */
  const rise = (one: Reading, seconds: number, atMs: number): number => {
    const points = history.get(keyOf(one)) ?? []
    const from = points.findLast((point) => point.atMs <= atMs - seconds * 1_000) ?? points[0]
    return one.value - (from?.value ?? one.value)
  }
  const observedOf = (
    rule: AlertRule,
    one: Reading,
    readings: readonly Reading[],
    atMs: number,
  ): number | undefined => {
    if (rule.risesOver === undefined) return one.value
    const risen = rise(one, rule.risesOver, atMs)
    if (rule.per === undefined) return risen
    const all = readings.find(({ metric }) => metric === rule.per?.metric)
    const total = all === undefined ? 0 : rise(all, rule.risesOver, atMs)
    return total < rule.per.least ? 0 : risen / total
  }
  return {
    observe: (readings, atMs) => {
      for (const one of readings) if (counted.has(one.metric as never)) remember(one, atMs)
      return rules.flatMap((rule) => {
        const own = findMetric(rule.metric)?.scope === 'process' ? instance : ''
        return readings
          .filter(({ metric }) => metric === rule.metric)
          .flatMap((one) => {
            const value = observedOf(rule, one, readings, atMs)
            const subject = toSubject(one.labels, own)
            return value === undefined ? [] : [{ rule, subject, instance: own, value }]
          })
      })
    },
  }
}
