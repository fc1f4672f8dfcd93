// What every request passes before its handler: a bounded URL, a known key, its rate. Open paths need no key.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { AcervoError } from '../kernel/index.ts'
import { connectionOf } from './connection.ts'
import { type Asker, type AskingHeaders, type Authenticate, fromBasic } from './principal.ts'
import { limits } from './resource/limits.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Absent on open paths asked without a key. */
    asker: Asker | undefined
  }
  interface FastifyContextConfig {
    /** Asked before anybody is known: a sign-in. */
    readonly isOpen?: boolean
  }
}

const openPaths: ReadonlySet<string> = new Set(['/health/live', '/health/ready'])
/** Pages a browser opens: a key may come as the password of Basic, and only to read. */
const pages: ReadonlySet<string> = new Set(['/', '/sign-in', '/docs', '/openapi.json'])

/** A promise only where the database is asked who that is. */
export function enter(
  authenticate: Authenticate,
  request: FastifyRequest,
  reply: FastifyReply,
): void | Promise<void> {
  const { url, headers } = request.raw
  reply.header('x-request-id', request.id)
  if (url === undefined || url.length > limits.urlCharactersMax)
    throw new AcervoError('ACV206', 'the URL is too long', {
      details: `Allowed: ${limits.urlCharactersMax} characters.`,
    })
  const route = request.routeOptions.url ?? ''
  if (openPaths.has(route)) return
  const { authorization } = headers
  const { isPage: isOfAction, isOpen } = request.routeOptions.config
  if (isOpen === true) return
  const isPage =
    (pages.has(route) || isOfAction === true) &&
    (request.method === 'GET' || request.method === 'HEAD')
  if (route === '/' && authorization === undefined) return
  const asker = isPage
    ? authenticate({
        ...whereFrom(request),
        authorization: fromBasic(authorization) ?? authorization,
      })
    : askerOf(authenticate, request)
  const admit = (found: Asker): void => {
    takeToken(found, reply)
    request.asker = found
  }
  return asker instanceof Promise ? asker.then(admit) : admit(asker)
}

function askerOf(authenticate: Authenticate, request: FastifyRequest): Asker | Promise<Asker> {
  const { raw } = request
  const { authorization = '' } = raw.headers
  const claims = headerOf(request, 'acervo-claims')
  const agent = agentOf(request)
  const headers = { ...whereFrom(request), authorization, claims, agent }
  if (agent !== undefined) return authenticate(headers)
  const connection = connectionOf(raw.socket)
  const { shown } = connection
  if (shown?.authorization === authorization && shown.claims === claims) return shown.asker
  const asker = authenticate(headers)
  // A row may change between two requests: only what stands in the file is remembered here.
  if (!(asker instanceof Promise)) connection.shown = { authorization, claims, asker }
  return asker
}

function whereFrom({ ip, method, raw }: FastifyRequest): AskingHeaders {
  return { ip, method, path: (raw.url ?? '').split('?')[0] ?? '' }
}

const agentForm = /^[\x21-\x7e](?:[\x20-\x7e]{0,198}[\x21-\x7e])?$/

/** Which agent acts, in which run, by which tool. */
function agentOf(request: FastifyRequest): AskingHeaders['agent'] {
  const [id, run, tool] = ['acervo-agent', 'acervo-agent-run', 'acervo-agent-tool'].map((name) => {
    const value = headerOf(request, name)
    if (value === undefined || agentForm.test(value)) return value
    throw new AcervoError('ACV200', `the header ${name} is malformed`, {
      details: 'Allowed: 1 to 200 printable characters of ASCII.',
    })
  })
  if (id === undefined && run === undefined && tool === undefined) return undefined
  return {
    id: id ?? 'unnamed',
    ...(run === undefined ? {} : { run }),
    ...(tool === undefined ? {} : { tool }),
  }
}

function headerOf({ raw }: FastifyRequest, name: string): string | undefined {
  const given = raw.headers[name]
  return Array.isArray(given) ? given.join(',') : given
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
