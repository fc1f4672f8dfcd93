// The rules as a file for Prometheus. YAML is written as JSON values where they stand: every JSON text is one.

import { toPrometheusLabel, toPrometheusName } from './metric.ts'
import { findMetric } from './metrics.ts'
import { type AlertRule, clearSeconds } from './rule.ts'

export function renderPrometheusRules(rules: readonly AlertRule[], language: 'en' | 'es'): string {
  return `groups:\n  - name: acervo\n    rules:\n${rules.map((rule) => renderRule(rule, language)).join('')}`
}

function renderRule(rule: AlertRule, language: 'en' | 'es'): string {
  const { name, forSeconds, severity, says, advice } = rule
  const lines = [
    `- alert: ${toAlertName(name)}`,
    `  expr: ${JSON.stringify(toExpression(rule))}`,
    `  for: ${forSeconds}s`,
    `  keep_firing_for: ${clearSeconds}s`,
    '  labels:',
    `    severity: ${severity}`,
    `    rule: ${name}`,
    '  annotations:',
    `    summary: ${JSON.stringify(says[language])}`,
    `    description: ${JSON.stringify(advice[language])}`,
  ]
  return lines.map((line) => `      ${line}\n`).join('')
}

/** `AcervoPoolFull` */
function toAlertName(name: string): string {
  const words = name.split('-').map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`)
  return `Acervo${words.join('')}`
}

/** What several processes tell of the same thing is one alert. */
export function toExpression({ metric, risesOver, per, compare, threshold }: AlertRule): string {
  const sign = compare === 'above' ? '>' : '<'
  const value =
    risesOver === undefined ? toSeries(metric) : `increase(${toSeries(metric)}[${risesOver}s])`
  if (per !== undefined) {
    const total = `increase(${toSeries(per.metric)}[${risesOver}s])`
    return `${value} / ${total} ${sign} ${threshold} and ${total} >= ${per.least}`
  }
  const found = findMetric(metric)
  if (found === undefined || found.scope === 'process') return `${value} ${sign} ${threshold}`
  const by = found.labels.map(toPrometheusLabel).join(', ')
  return `${compare === 'above' ? 'max' : 'min'} by (${by}) (${value}) ${sign} ${threshold}`
}

const toSeries = (name: string): string => {
  const metric = findMetric(name)
  return metric === undefined ? name : toPrometheusName(metric)
}
