// Metrics to an OpenTelemetry collector: OTLP over HTTP with JSON, written by OpenTelemetry's own transformer, which is
// an optional package, and sent through the guard of every call.
import type { ResourceMetrics } from '@opentelemetry/sdk-metrics'
import { AcervoError } from '../kernel/index.ts'
import type { Call } from './call.ts'
import { loadOptional } from './optional.ts'

export interface OtlpOptions {
  /** Of the collector: `http://collector:4318`; `/v1/metrics` is added where there is no path. */
  readonly url: string
  readonly call: Call
}

export interface OtlpExporter {
  /** @throws ACV641 where the collector does not take it. */
  send(metrics: ResourceMetrics, signal?: AbortSignal): Promise<void>
}

/** @throws ACV606 where the transformer is not installed. */
export async function openOtlp({ url, call }: OtlpOptions): Promise<OtlpExporter> {
  const { JsonMetricsSerializer } = await loadOptional(
    '@opentelemetry/otlp-transformer',
    'ACERVO_OTLP_URL',
    () => import('@opentelemetry/otlp-transformer'),
  )
  const address = new URL(url)
  if (address.pathname === '/') address.pathname = '/v1/metrics'
  return {
    send: async (metrics, signal) => {
      const body = JsonMetricsSerializer.serializeRequest(metrics)
      if (body === undefined) return
      const response = await call(address, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
        timeoutMs: 10_000,
        ...(signal === undefined ? {} : { signal }),
      })
      await response.body?.cancel()
      if (response.ok) return
      throw new AcervoError('ACV641', `the collector answered ${response.status}`, {
        details: `Of '${address.host}'. The next figures are sent all the same.`,
      })
    },
  }
}
