// What every request passes before its handler: a bounded URL, a known key, its rate. Open paths need no key.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { AcervoError } from '../kernel/index.ts'
import { connectionOf } from './connection.ts'
import { type Asker, type Authenticate, fromBasic } from './principal.ts'
import { limits } from './resource/limits.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Absent on open paths asked without a key. */
    asker: Asker | undefined
  }
}

const openPaths: ReadonlySet<string> = new Set(['/health/live', '/health/ready'])
/** Pages a browser opens: a key may come as the password of Basic, and only to read. */
const pages: ReadonlySet<string> = new Set(['/', '/sign-in', '/docs', '/openapi.json'])

export function enter(
  authenticate: Authenticate,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const { url, headers } = request.raw
  reply.header('x-request-id', request.id)
  if (url === undefined || url.length > limits.urlCharactersMax)
    throw new AcervoError('ACV206', 'the URL is too long', {
      details: `Allowed: ${limits.urlCharactersMax} characters.`,
    })
  const route = request.routeOptions.url ?? ''
  if (openPaths.has(route)) return
  const { authorization } = headers
  const { isPage: isOfAction } = request.routeOptions.config
  const isPage =
    (pages.has(route) || isOfAction === true) &&
    (request.method === 'GET' || request.method === 'HEAD')
  if (route === '/' && authorization === undefined) return
  const asker = isPage
    ? authenticate({ authorization: fromBasic(authorization) ?? authorization })
    : askerOf(authenticate, request)
  takeToken(asker, reply)
  request.asker = asker
}

function askerOf(authenticate: Authenticate, { raw }: FastifyRequest): Asker {
  const { authorization = '' } = raw.headers
  const given = raw.headers['acervo-claims']
  const claims = Array.isArray(given) ? given.join(',') : given
  const connection = connectionOf(raw.socket)
  const { shown } = connection
  if (shown?.authorization === authorization && shown.claims === claims) return shown.asker
  const asker = authenticate({ authorization, claims })
  connection.shown = { authorization, claims, asker }
  return asker
}

function takeToken({ bucket }: Asker, reply: FastifyReply): void {
  if (bucket === undefined) return
  const { remaining, resetSeconds } = bucket.take(performance.now())
  reply.header('ratelimit-policy', `"key";q=${Math.floor(bucket.perSecond)};w=1`)
  reply.header('ratelimit', `"key";r=${Math.max(0, remaining)};t=${resetSeconds}`)
  if (remaining >= 0) return
  throw new AcervoError('ACV613', 'this key has made too many requests', {
    details: `Allowed: ${bucket.perSecond} a second.`,
    hint: 'Ask again after the time in Retry-After.',
  })
}
