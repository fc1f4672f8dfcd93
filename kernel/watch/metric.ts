// What a metric is: a name of OpenTelemetry's conventions where there is one (else under `acervo.`), a unit, a kind,
// and what it means. The list stands in metrics.ts; everything that is shown of metrics is made from it.

export interface Words {
  readonly en: string
  readonly es: string
}

export type MetricKind = 'gauge' | 'counter' | 'histogram'

/** `process`: each process tells its own. `platform`: the same whoever asks. */
export type MetricScope = 'process' | 'platform'

export interface Metric<N extends string = string> {
  readonly name: N
  /** Of UCUM, as OpenTelemetry writes them: `s`, `By`, `1`, `{event}`. */
  readonly unit: string
  readonly kind: MetricKind
  readonly scope: MetricScope
  /** Names of its labels. */
  readonly labels: readonly string[]
  readonly group: MetricGroup
  readonly meaning: Words
}

export type MetricGroup =
  | 'requests'
  | 'connections'
  | 'servers'
  | 'databases'
  | 'events'
  | 'jobs'
  | 'partitions'
  | 'backups'
  | 'audit'
  | 'watch'

/** One number that was read. */
export interface Reading {
  readonly metric: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

export const reading = (
  metric: string,
  value: number,
  labels: Readonly<Record<string, string>> = {},
): Reading => ({ metric, labels, value })

/** As Prometheus calls it: counters end in `_total`. */
export function toPrometheusName({ name, kind }: Pick<Metric, 'name' | 'kind'>): string {
  const plain = name.replaceAll(/[^a-zA-Z0-9]/g, '_')
  return kind === 'counter' ? `${plain}_total` : plain
}

export const toPrometheusLabel = (label: string): string => label.replaceAll(/[^a-zA-Z0-9]/g, '_')
