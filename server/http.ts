// The Fastify instance under everything: bounds, bodies as bytes, and one shape for every refusal.
import type { IncomingMessage } from 'node:http'
import { type FastifyBaseLogger, type FastifyInstance, fastify, LogController } from 'fastify'
import { AcervoError, isAcervoError, nearestHint } from '../kernel/index.ts'
import { fromFramework, statusOf } from './errors.ts'
import { sendRawProblem } from './raw-problem.ts'
import { toRequestId } from './request-id.ts'
import type { Limits } from './resource/limits.ts'
import { respondError } from './respond.ts'
import type { SecurityHeaders } from './security-headers.ts'

export interface HttpOptions {
  readonly limits: Limits
  readonly logLevel: string
  readonly trustedProxies: readonly string[]
  readonly headers: SecurityHeaders
}

export function createHttp({
  limits,
  logLevel,
  trustedProxies,
  headers,
}: HttpOptions): FastifyInstance {
  const app = fastify({
    trustProxy: trustedProxies.length === 0 ? false : [...trustedProxies],
    connectionTimeout: limits.idleTimeoutMs,
    logger: logLevel === 'silent' ? false : { level: logLevel },
    // One line a request would cost more than a point read; failures are logged below.
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: toRequestId,
    bodyLimit: limits.bodyBytesMax,
    requestTimeout: limits.receiveTimeoutMs,
    http: {
      headersTimeout: limits.headersTimeoutMs,
      // How often Node looks for late requests: its own 30 s would let them live that long.
      connectionsCheckingInterval: Math.min(limits.headersTimeoutMs, 5_000),
    },
    forceCloseConnections: 'idle',
    // While it closes the gate answers, in the shape of every other refusal.
    return503OnClosing: false,
    routerOptions: {
      maxParamLength: limits.pathSegmentCharactersMax * 3,
      // Resources read the text of the query themselves.
      querystringParser: () => noQuery,
    },
    // No route has a schema: the validators would be loaded at every start for nothing.
    schemaController: {
      compilersFactory: { buildValidator: noCompiler, buildSerializer: noCompiler },
    },
    frameworkErrors: (error, request, reply) => {
      // No hook has run for it.
      respondError(reply.headers(headers).header('x-request-id', request.id), fromFramework(error))
    },
    clientErrorHandler: (error, socket) => sendRawProblem(error, socket, headers),
  })
  app.server.maxConnections = limits.connectionsMax
  app.removeAllContentTypeParsers()
  const whole = { parseAs: 'buffer' } as const
  const json = ['application/json', 'application/merge-patch+json']
  app.addContentTypeParser(json, whole, (_, body, done) => done(null, body))
  app.addContentTypeParser('application/x-ndjson', (_, body, done) => done(null, body))
  return app
}

const noQuery = Object.freeze({})
const noCompiler = () => () => {
  throw new AcervoError('ACV600', 'a route has a schema')
}

/** `bodyTimeoutMs`: how long the rest of a refused body is waited for. */
export function handleErrors(app: FastifyInstance, bodyTimeoutMs: number): void {
  app.setErrorHandler((thrown, request, reply) => {
    const error = fromFramework(thrown)
    const status = statusOf(error)
    if (status >= 500) logFailure(request.log, error, { status, requestId: request.id })
    letGo(request.raw, bodyTimeoutMs)
    return respondError(reply, error)
  })
  app.setNotFoundHandler((request) => {
    const path = (request.raw.url ?? '').split('?')[0] ?? ''
    throw new AcervoError('ACV604', `there is no path '${path.slice(0, 200)}'`, {
      hint: nearestHint(path, paths),
    })
  })
}

/** Whoever was refused sends the rest of the body soon, or is cut off. */
function letGo(message: IncomingMessage, timeoutMs: number): void {
  if (message.complete) return
  setTimeout(() => {
    if (!message.complete) message.destroy()
  }, timeoutMs).unref()
}

const paths = [
  '/v1/{database}/{table}',
  '/v1/{database}/{table}/{id}',
  '/v1/health',
  '/v1/events/lag',
  '/v1/events/dead',
  '/health/live',
  '/health/ready',
  '/openapi.json',
  '/docs',
  '/metrics',
  '/',
]

/** Codes and stacks; never details, bodies or values of rows. */
function logFailure(
  log: FastifyBaseLogger,
  error: unknown,
  { status, requestId }: { readonly status: number; readonly requestId: string },
): void {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error))
  const code = isAcervoError(error) ? error.code : undefined
  const told = { requestId, status, code, name, message }
  // Busy, draining and late are told to the client already; only what nobody expected has a stack.
  if (status === 500) log.error({ ...told, stack }, 'a request failed')
  else log.warn(told, 'a request was given up')
}
