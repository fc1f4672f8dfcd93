// What the server counted -> Prometheus text, under the names of OpenTelemetry's conventions. The SDK is
// loaded at the first scrape and only renders.
import type { DataPoint, MetricData, ScopeMetrics } from '@opentelemetry/sdk-metrics'
import { type Histogram, histogram } from './histogram.ts'

export interface Metrics {
  request(method: string, route: string, status: number, seconds: number): void
  database(database: string, verb: string, seconds: number, error: string): void
  /** Numbers read when they are asked for. */
  gauge(name: string, unit: string, description: string, read: () => number): void
  render(): Promise<string>
}

interface Gauge {
  readonly name: string
  readonly unit: string
  readonly description: string
  readonly read: () => number
}

type Sdk = typeof import('@opentelemetry/sdk-metrics')
type Time = [number, number]

export const contentType = 'text/plain; version=0.0.4; charset=utf-8'

export function metrics(): Metrics {
  const requests = histogram('http.server.request.duration', 'Duration of HTTP requests.')
  const operations = histogram('db.client.operation.duration', 'Duration of database requests.')
  const gauges: Gauge[] = []
  const startTime = toTime(Date.now())
  const result: Metrics = Object.freeze({
    request(method: string, route: string, status: number, seconds: number) {
      requests.record(`${status} ${method} ${route}`, seconds, () => ({
        'http.request.method': method,
        'http.response.status_code': status,
        'http.route': route,
      }))
    },
    database(database: string, verb: string, seconds: number, error: string) {
      operations.record(`${error} ${verb} ${database}`, seconds, () => ({
        'db.system.name': 'postgresql',
        'db.namespace': database,
        'db.operation.name': verb,
        ...(error === '' ? {} : { 'error.type': error }),
      }))
    },
    gauge(name: string, unit: string, description: string, read: () => number) {
      gauges.push({ name, unit, description, read })
    },
    render: () => render([requests, operations], gauges, startTime),
  })
  result.gauge('process.uptime', 's', 'Time since the process began.', () => process.uptime())
  return result
}

async function render(
  histograms: readonly Histogram[],
  gauges: readonly Gauge[],
  startTime: Time,
): Promise<string> {
  const [sdk, prometheus] = await Promise.all([
    import('@opentelemetry/sdk-metrics'),
    import('@opentelemetry/exporter-prometheus'),
  ])
  const reader = new prometheus.PrometheusExporter({ preventServerStart: true })
  const provider = new sdk.MeterProvider({ readers: [reader] })
  const { resource } = (await reader.collect()).resourceMetrics
  const times = { startTime, endTime: toTime(Date.now()) }
  const scopeMetrics: ScopeMetrics = {
    scope: { name: 'acervo' },
    metrics: [
      ...histograms.map((one) => toHistogramData(sdk, one, times)),
      ...gauges.map((one) => toGaugeData(sdk, one, times)),
    ],
  }
  await provider.shutdown()
  const serializer = new prometheus.PrometheusSerializer('', false, undefined, true, true)
  return serializer.serialize({ resource, scopeMetrics: [scopeMetrics] })
}

interface Times {
  readonly startTime: Time
  readonly endTime: Time
}

function toHistogramData(sdk: Sdk, one: Histogram, times: Times): MetricData {
  const { name, description, boundaries } = one
  return {
    descriptor: { name, description, unit: 's', valueType: 1 },
    aggregationTemporality: sdk.AggregationTemporality.CUMULATIVE,
    dataPointType: sdk.DataPointType.HISTOGRAM,
    dataPoints: one.series().map(({ labels, counts, sum, count }) => ({
      ...times,
      attributes: labels,
      value: { buckets: { boundaries: [...boundaries], counts: [...counts] }, sum, count },
    })),
  }
}

function toGaugeData(sdk: Sdk, { name, unit, description, read }: Gauge, times: Times): MetricData {
  const point: DataPoint<number> = { ...times, attributes: {}, value: read() }
  return {
    descriptor: { name, description, unit, valueType: 1 },
    aggregationTemporality: sdk.AggregationTemporality.CUMULATIVE,
    dataPointType: sdk.DataPointType.GAUGE,
    dataPoints: [point],
  }
}

function toTime(epochMs: number): Time {
  return [Math.floor(epochMs / 1_000), (epochMs % 1_000) * 1_000_000]
}
