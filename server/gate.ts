// What every request passes before its handler: a plain head, somebody known by a key, a session or the cookie of a
// browser, a rate. Who is not known has the rate of an address. Open paths need nobody.
import type { FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify'
import { AcervoError, isAcervoError } from '../kernel/index.ts'
import type { BrowserSession, BrowserSessions } from './access/browser-session.ts'
import { gcra, type Rate, type Taken, toRate } from './access/gcra.ts'
import { networkOf } from './access/network.ts'
import {
  assertFormToken,
  assertMayRead,
  assertSameOrigin,
  isSafe,
  type Site,
} from './access/site.ts'
import { connectionOf } from './connection.ts'
import { assertHead } from './head.ts'
import { type Asker, type AskingHeaders, type Authenticate, unknown } from './principal.ts'
import { limits } from './resource/limits.ts'
import type { SecurityHeaders } from './security-headers.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Absent on open paths asked without a key. */
    asker: Asker | undefined
    /** Where the asker is known by a cookie. */
    browser: BrowserSession | undefined
  }
  interface FastifyContextConfig {
    /** Asked before anybody is known: a sign-in. */
    readonly isOpen?: boolean
    /** Answers strangers too, and more to whom it knows. */
    readonly isForAnybody?: boolean
    /** Opened by browsers: who is not signed in is led to the sign-in page. */
    readonly isPage?: boolean
    /** A form of this server's pages is posted to it; its token, if any, stands in the body. */
    readonly isForm?: boolean
  }
}

export interface GateParts {
  readonly authenticate: Authenticate
  readonly sessions: BrowserSessions
  readonly site: Site
  readonly headers: SecurityHeaders
  /** Requests a second from one address without a valid key. */
  readonly strangersPerSecond: number
}

/** An `onRequest` hook; a promise is waited for only where the database is asked who that is. */
export type Enter = (
  request: FastifyRequest,
  reply: FastifyReply,
  done: HookHandlerDoneFunction,
) => void

const openPaths: ReadonlySet<string> = new Set(['/health/live', '/health/ready'])

export function gate(parts: GateParts): Enter {
  const keys = gcra(limits.ratesMax)
  const addresses = gcra(limits.ratesMax)
  const ofStranger: Rate = {
    perSecond: parts.strangersPerSecond,
    burst: toRate(parts.strangersPerSecond).burst * limits.strangerBurstSeconds,
  }
  return (request, reply, done) => {
    reply.headers(parts.headers).header('x-request-id', request.id)
    assertHead(request.raw)
    if (openPaths.has(request.routeOptions.url ?? '')) return done()
    const found = attempt(() => recognise(parts, request, reply), countIfUnknown)
    if (!(found instanceof Promise)) {
      if (admit(found) === undefined) done()
      return
    }
    found
      .catch(countIfUnknown)
      .then(admit)
      .then((isAnswered) => {
        if (isAnswered === undefined) done()
      }, done)

    function admit(asker: Asker | undefined): 'answered' | undefined {
      request.asker = asker
      if (asker === undefined) {
        countStranger(request, reply)
        return meetStranger(parts, request, reply)
      }
      if (asker.rated === undefined) return undefined
      const { who, rate } = asker.rated
      tell(reply, 'key', rate, keys.take(who, rate, performance.now()))
      return undefined
    }

    function countIfUnknown(error: unknown): never {
      if (isUnknown(error)) countStranger(request, reply)
      throw error
    }
  }

  function countStranger({ ip }: FastifyRequest, reply: FastifyReply): void {
    const taken = addresses.take(networkOf(ip), ofStranger, performance.now())
    tell(reply, 'address', ofStranger, taken)
  }
}

type Found = Asker | undefined

/** Undefined for nobody. @throws ACV601 for a wrong key, ACV642 for a cookie that another site makes use of. */
function recognise(
  { authenticate, sessions, site }: GateParts,
  request: FastifyRequest,
  reply: FastifyReply,
): Found | Promise<Found> {
  const { raw, routeOptions } = request
  const { isOpen, isForAnybody, isForm } = routeOptions.config
  if (isOpen === true) return undefined
  const { authorization, cookie } = raw.headers
  if (authorization !== undefined) return askerOf(authenticate, request, authorization)
  const browser = cookie === undefined ? undefined : sessions.read(cookie, Date.now())
  if (browser === undefined) return undefined
  if (isSafe(request.method)) assertMayRead(raw.headers)
  else {
    assertSameOrigin(raw.headers, site)
    if (isForm !== true) assertFormToken(headerOf(request, 'x-csrf-token'), browser.formToken)
  }
  // The token may end before its cookie: then a page is a stranger's.
  const onRefusal = (error: unknown): undefined => {
    if (!isUnknown(error)) throw error
    reply.header('set-cookie', sessions.clear())
    if (isForAnybody === true || isPage(request)) return undefined
    throw error
  }
  const known = (asker: Asker): Asker => {
    request.browser = browser
    return asker
  }
  const found = attempt(() => askerOf(authenticate, request, `Bearer ${browser.token}`), onRefusal)
  if (found instanceof Promise) return found.then(known, onRefusal)
  return found === undefined ? undefined : known(found)
}

function meetStranger(
  { site, sessions }: GateParts,
  request: FastifyRequest,
  reply: FastifyReply,
): 'answered' | undefined {
  const { isOpen, isForAnybody, isForm } = request.routeOptions.config
  if (isOpen === true || isForAnybody === true) {
    // Nobody is signed in by a page of another site.
    if (isForm === true) assertSameOrigin(request.raw.headers, site)
    return undefined
  }
  if (!isPage(request)) throw unknown()
  if (request.headers.cookie?.includes(`${sessions.cookieName}=`) === true)
    reply.header('set-cookie', sessions.clear())
  reply.redirect(`/sign-in?next=${encodeURIComponent(request.raw.url ?? '/')}`, 303)
  return 'answered'
}

function attempt<T, E>(work: () => T, onError: (error: unknown) => E): T | E {
  try {
    return work()
  } catch (error) {
    return onError(error)
  }
}

function isUnknown(error: unknown): boolean {
  return isAcervoError(error) && error.code === 'ACV601'
}

function isPage({ method, routeOptions, headers }: FastifyRequest): boolean {
  const isRead = method === 'GET' || method === 'HEAD'
  return isRead && routeOptions.config.isPage === true && headers.accept?.includes('html') === true
}

function askerOf(
  authenticate: Authenticate,
  request: FastifyRequest,
  authorization: string,
): Asker | Promise<Asker> {
  const claims = headerOf(request, 'acervo-claims')
  const agent = agentOf(request)
  const headers = { ...whereFrom(request), authorization, claims, agent }
  if (agent !== undefined) return authenticate(headers)
  const connection = connectionOf(request.raw.socket)
  const { shown } = connection
  if (shown?.authorization === authorization && shown.claims === claims) return shown.asker
  const asker = authenticate(headers)
  // A row may change between two requests: only what stands in the file is remembered here.
  if (!(asker instanceof Promise)) connection.shown = { authorization, claims, asker }
  return asker
}

export function whereFrom({ ip, method, raw }: FastifyRequest): AskingHeaders {
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

/** The fields of draft-ietf-httpapi-ratelimit-headers-11. @throws ACV613 */
function tell(
  reply: FastifyReply,
  name: string,
  { perSecond, burst }: Rate,
  { isAllowed, remaining, nextSeconds }: Taken,
): void {
  const seconds = Math.max(1, Math.ceil(burst / perSecond))
  reply.header('ratelimit-policy', `"${name}";q=${burst};w=${seconds}`)
  reply.header('ratelimit', `"${name}";r=${remaining};t=${nextSeconds}`)
  if (isAllowed) return
  reply.header('retry-after', nextSeconds)
  throw new AcervoError('ACV613', `this ${name} has made too many requests`, {
    details: `Allowed: ${burst} at once, and ${perSecond} a second.`,
    hint: 'Ask again after the time in Retry-After.',
  })
}
