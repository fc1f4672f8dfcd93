// Pages of other sites that may read answers: none, unless the operator names their origins. Never with cookies:
// another site's page brings a key of its own or nothing. Loaded where there is such an origin.
import type { FastifyInstance } from 'fastify'

export function allowOrigins(app: FastifyInstance, origins: readonly string[]): void {
  if (origins.length === 0) return
  app.register(import('@fastify/cors'), {
    origin: [...origins],
    credentials: false,
    methods: ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'],
    allowedHeaders: [
      'authorization',
      'content-type',
      'if-match',
      'if-none-match',
      'idempotency-key',
      'acervo-claims',
      'acervo-purpose',
      'acervo-agent',
      'acervo-agent-run',
      'acervo-agent-tool',
      'x-request-id',
      'traceparent',
    ],
    exposedHeaders: [
      'etag',
      'location',
      'ratelimit',
      'ratelimit-policy',
      'retry-after',
      'x-request-id',
      'idempotent-replayed',
    ],
    maxAge: 600,
    strictPreflight: false,
  })
}
