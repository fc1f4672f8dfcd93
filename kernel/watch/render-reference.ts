// docs/reference/metrics.md: every metric and every rule, from their lists.
import { type Metric, toPrometheusLabel, toPrometheusName } from './metric.ts'
import { metrics } from './metrics.ts'
import type { AlertRule } from './rule.ts'
import { rules } from './rules.ts'

export function renderMetricsReference(): string {
  const groups = Map.groupBy<string, Metric>(metrics, ({ group }) => group)
  const sections = [...groups].map(
    ([group, some]) => `### ${group}\n\n${toTable(metricHeader, some.map(toMetricRow))}`,
  )
  return `${head}\n\n${sections.join('\n\n')}\n\n${rulesHead}\n\n${toTable(ruleHeader, rules.map(toRuleRow))}\n`
}

const metricHeader = ['metric', 'in Prometheus', 'kind, unit', 'labels', 'meaning', 'significado']
const ruleHeader = ['alert', 'when', 'for', 'severity', 'meaning', 'significado', 'first']

function toMetricRow(metric: Metric): readonly string[] {
  const { name, kind, unit, labels, meaning } = metric
  return [
    code(name),
    code(toPrometheusName(metric)),
    `${kind}, ${code(unit)}`,
    labels.map((label) => code(toPrometheusLabel(label))).join(', '),
    meaning.en,
    meaning.es,
  ]
}

function toRuleRow(rule: AlertRule): readonly string[] {
  const { name, forSeconds, severity, says, advice } = rule
  return [code(name), toCondition(rule), `${forSeconds} s`, severity, says.en, says.es, advice.en]
}

/** `acervo.outbox.lag > 60` */
export function toCondition({ metric, risesOver, per, compare, threshold }: AlertRule): string {
  const sign = compare === 'above' ? '>' : '<'
  if (risesOver === undefined) return `${code(metric)} ${sign} ${threshold}`
  const rise = `${code(metric)} rises in ${risesOver} s`
  if (per === undefined) return `${rise} by ${sign} ${threshold}`
  return `${rise} by ${sign} ${threshold} of ${code(per.metric)}, once that rose by ${per.least}`
}

const code = (text: string): string => `\`${text}\``

function toTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n')
}

const head = `# Metrics and alerts

Written by \`node scripts/docs.js\` from the lists in \`kernel/watch\`: \`/metrics\`, OTLP, the rules of Prometheus and the dashboards are made from the same lists. How they are used: [monitoring](../guide/monitoring.md).

Names are OpenTelemetry's where its conventions (or its receiver for PostgreSQL) have one, else they begin with \`acervo.\`. What a login may not see, or an engine does not have, is missing rather than 0. Figures of one process (\`requests\`, \`connections\`, \`watch\`) are told by each, the others by whichever process is asked.

## Metrics`

const rulesHead = `## Alerts

Each is over when its threshold has not been passed for a minute. \`ACERVO_ALERT_RULES\` changes a threshold or turns a rule off.`
