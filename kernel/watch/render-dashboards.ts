// Dashboards for Grafana, made from the list of metrics: one of a platform at a glance, one panel a metric, the
// quantiles of what is measured in buckets.
import { type Metric, type MetricGroup, toPrometheusLabel, toPrometheusName } from './metric.ts'
import { metrics } from './metrics.ts'

type Language = 'en' | 'es'

/** What Grafana imports: `acervo dashboards > acervo.json`. */
export function toDashboard(language: Language): object {
  const groups = Map.groupBy<MetricGroup, Metric>(metrics, ({ group }) => group)
  const panels: object[] = []
  let y = 0
  for (const [group, some] of groups) {
    panels.push(toRow(groupNames[group][language], y, panels.length + 1))
    y += 1
    for (const [at, metric] of some.entries()) {
      const place = { x: (at % 3) * 8, y: y + Math.floor(at / 3) * 8, w: 8, h: 8 }
      panels.push(toPanel(metric, language, panels.length + 1, place))
    }
    y += Math.ceil(some.length / 3) * 8
  }
  return {
    title: 'Acervo',
    uid: 'acervo',
    tags: ['acervo', 'postgresql'],
    schemaVersion: 39,
    editable: true,
    time: { from: 'now-6h', to: 'now' },
    refresh: '30s',
    templating: { list: [datasource, instance] },
    panels,
  }
}

// biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of Grafana.
const source = { type: 'prometheus', uid: '${datasource}' }
const datasource = {
  name: 'datasource',
  type: 'datasource',
  query: 'prometheus',
  label: 'Prometheus',
}
const instance = {
  name: 'instance',
  type: 'query',
  datasource: source,
  query: { query: 'label_values(process_uptime, instance)', refId: 'instance' },
  refresh: 2,
  multi: true,
  includeAll: true,
}

interface Place {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}

function toRow(title: string, y: number, id: number): object {
  return { id, type: 'row', title, collapsed: false, gridPos: { x: 0, y, w: 24, h: 1 }, panels: [] }
}

function toPanel(metric: Metric, language: Language, id: number, gridPos: Place): object {
  return {
    id,
    type: 'timeseries',
    title: metric.name,
    description: metric.meaning[language],
    datasource: source,
    gridPos,
    fieldConfig: { defaults: { unit: toUnit(metric) }, overrides: [] },
    targets: toQueries(metric).map(([expr, legendFormat], at) => ({
      refId: String.fromCharCode(65 + at),
      datasource: source,
      expr,
      legendFormat,
    })),
  }
}

/** Query and legend. */
function toQueries(metric: Metric): readonly (readonly [string, string])[] {
  const name = toPrometheusName(metric)
  const selected = '{instance=~"$instance"}'
  const legend = metric.labels.map((label) => `{{${toPrometheusLabel(label)}}}`).join(' ')
  if (metric.kind === 'histogram')
    return [
      ...[0.5, 0.95, 0.99].map(
        (part) =>
          [
            `histogram_quantile(${part}, sum by (le) (rate(${name}_bucket${selected}[5m])))`,
            `p${part * 100}`,
          ] as const,
      ),
      [`sum(rate(${name}_count${selected}[5m]))`, '1/s'] as const,
    ]
  const series = metric.kind === 'counter' ? `rate(${name}${selected}[5m])` : `${name}${selected}`
  if (metric.scope === 'process') return [[series, `{{instance}} ${legend}`.trim()]]
  const by = metric.labels.map(toPrometheusLabel).join(', ')
  return [[`max by (${by}) (${series})`, legend || metric.name]]
}

function toUnit({ unit, kind }: Metric): string {
  if (unit === 's') return 's'
  if (unit === 'By') return 'bytes'
  if (unit === '1') return 'percentunit'
  return kind === 'counter' ? 'ops' : 'short'
}

const groupNames: Readonly<Record<MetricGroup, Readonly<Record<Language, string>>>> = Object.freeze(
  {
    requests: { en: 'Requests', es: 'Peticiones' },
    connections: { en: 'Connections', es: 'Conexiones' },
    servers: { en: 'Servers', es: 'Servidores' },
    databases: { en: 'Databases', es: 'Bases de datos' },
    events: { en: 'Events', es: 'Eventos' },
    jobs: { en: 'Jobs', es: 'Trabajos' },
    partitions: { en: 'Partitions', es: 'Particiones' },
    backups: { en: 'Backups', es: 'Copias de seguridad' },
    audit: { en: 'Audit', es: 'Auditoría' },
    watch: { en: 'Watching', es: 'Vigilancia' },
  },
)
