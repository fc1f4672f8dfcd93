// What the server counted and what was read -> Prometheus text and OTLP, under the names of the list in kernel/watch.
// The SDK is loaded at the first scrape and only renders.
import type {
  DataPoint,
  Histogram as HistogramValue,
  MetricData,
  ResourceMetrics,
  ScopeMetrics,
} from '@opentelemetry/sdk-metrics'
import { findMetric, type Metric, type Reading, reading } from '../../kernel/watch/index.ts'
import { type Histogram, histogram } from './histogram.ts'
import { counters } from './operation-counters.ts'

export interface Metrics {
  request(method: string, route: string, status: number, seconds: number): void
  database(database: string, verb: string, seconds: number, error: string): void
  /** Figures of this process beside what is counted here, read when they are asked for. */
  add(source: () => readonly Reading[]): void
  /** What this process counted, without histograms, and what its sources say. */
  readings(): readonly Reading[]
  /** The histograms and these figures in the shape of the SDK. */
  collect(readings: readonly Reading[]): Promise<ResourceMetrics>
  render(readings: readonly Reading[]): Promise<string>
}

type Sdk = typeof import('@opentelemetry/sdk-metrics')
type Time = [number, number]

export const contentType = 'text/plain; version=0.0.4; charset=utf-8'

export function metrics(): Metrics {
  const requests = histogram('http.server.request.duration')
  const operations = histogram('db.client.operation.duration')
  const counted = counters()
  const sources: (() => readonly Reading[])[] = [
    counted.readings,
    () => [reading('process.uptime', process.uptime())],
  ]
  const startTime = toTime(Date.now())
  const readings = () => sources.flatMap((source) => source())
  const collect = (some: readonly Reading[]) =>
    toResourceMetrics([requests, operations], some, startTime)
  return Object.freeze({
    request(method: string, route: string, status: number, seconds: number) {
      counted.request(status)
      requests.record(`${status} ${method} ${route}`, seconds, () => ({
        'http.request.method': method,
        'http.response.status_code': status,
        'http.route': route,
      }))
    },
    database(database: string, verb: string, seconds: number, error: string) {
      counted.operation(seconds, error)
      operations.record(`${error} ${verb} ${database}`, seconds, () => ({
        'db.system.name': 'postgresql',
        'db.namespace': database,
        'db.operation.name': verb,
        ...(error === '' ? {} : { 'error.type': error }),
      }))
    },
    add: (source: () => readonly Reading[]) => {
      sources.push(source)
    },
    readings,
    collect,
    render: async (some: readonly Reading[]) => toText(await collect(some)),
  })
}

async function toResourceMetrics(
  histograms: readonly Histogram[],
  readings: readonly Reading[],
  startTime: Time,
): Promise<ResourceMetrics> {
  const sdk = await import('@opentelemetry/sdk-metrics')
  const { PrometheusExporter } = await import('@opentelemetry/exporter-prometheus')
  const reader = new PrometheusExporter({ preventServerStart: true })
  const provider = new sdk.MeterProvider({ readers: [reader] })
  const { resource } = (await reader.collect()).resourceMetrics
  await provider.shutdown()
  const times = { startTime, endTime: toTime(Date.now()) }
  const byName = Map.groupBy(readings, ({ metric }) => metric)
  const scopeMetrics: ScopeMetrics = {
    scope: { name: 'acervo' },
    metrics: [
      ...histograms.map((one) => toHistogramData(sdk, one, times)),
      ...[...byName].map(([name, some]) => toNumberData(sdk, name, some, times)),
    ],
  }
  return { resource, scopeMetrics: [scopeMetrics] }
}

async function toText(all: ResourceMetrics): Promise<string> {
  const { PrometheusSerializer } = await import('@opentelemetry/exporter-prometheus')
  return new PrometheusSerializer('', false, undefined, true, true).serialize(all)
}

interface Times {
  readonly startTime: Time
  readonly endTime: Time
}

function toHistogramData(sdk: Sdk, one: Histogram, times: Times): MetricData {
  const dataPoints: DataPoint<HistogramValue>[] = one
    .series()
    .map(({ labels, counts, sum, count }) => ({
      ...times,
      attributes: labels,
      value: {
        buckets: { boundaries: [...one.boundaries], counts: [...counts] },
        sum,
        count,
      },
    }))
  return {
    descriptor: toDescriptor(metricOf(one.name)),
    aggregationTemporality: sdk.AggregationTemporality.CUMULATIVE,
    dataPointType: sdk.DataPointType.HISTOGRAM,
    dataPoints,
  }
}

function toNumberData(
  sdk: Sdk,
  name: string,
  readings: readonly Reading[],
  times: Times,
): MetricData {
  const metric = metricOf(name)
  const dataPoints: DataPoint<number>[] = readings.map(({ labels, value }) => ({
    ...times,
    attributes: labels,
    value,
  }))
  const aggregationTemporality = sdk.AggregationTemporality.CUMULATIVE
  const descriptor = toDescriptor(metric)
  return metric.kind === 'counter'
    ? {
        ...{ descriptor, aggregationTemporality, dataPoints },
        ...{ dataPointType: sdk.DataPointType.SUM, isMonotonic: true },
      }
    : {
        ...{ descriptor, aggregationTemporality, dataPoints },
        dataPointType: sdk.DataPointType.GAUGE,
      }
}

/** What is not on the list is not shown: whoever reads it would find no word of it. */
function metricOf(name: string): Metric {
  const found = findMetric(name)
  if (found === undefined) throw new Error(`'${name}' is no metric of kernel/watch/metrics.ts`)
  return found
}

function toDescriptor({ name, unit, meaning }: Metric) {
  return { name, description: `${meaning.en}.`, unit, valueType: 1 }
}

function toTime(epochMs: number): Time {
  return [Math.floor(epochMs / 1_000), (epochMs % 1_000) * 1_000_000]
}
