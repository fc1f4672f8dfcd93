// The door of the room that watches: the list of metrics, the rules of alerts, and what looks at them.
export type { WatchedPlatform } from './collect.ts'
export type { AlertState } from './evaluate.ts'
export type { AlertMessage, AlertSink } from './message.ts'
export {
  type Metric,
  type MetricGroup,
  type Reading,
  reading,
  toPrometheusLabel,
  toPrometheusName,
} from './metric.ts'
export { findMetric, type MetricName, metrics } from './metrics.ts'
export { readAlerts } from './read-alerts.ts'
export { toInboxReadings, toOutboxReadings } from './read-target.ts'
export { type Reader, toConnectionReadings } from './readers.ts'
export { toDashboard } from './render-dashboards.ts'
export { renderMetricsReference, toCondition } from './render-reference.ts'
export { renderPrometheusRules } from './render-rules.ts'
export { type AlertRule, clearSeconds } from './rule.ts'
export { rules } from './rules.ts'
export { applyRuleSettings, parseRuleSettings } from './settings.ts'
export { startWatch, type Watch, type WatchOptions } from './start-watch.ts'
