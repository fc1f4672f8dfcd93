// The pages where a browser turns a key into a cookie, and ends it. The cookie is made by access/browser-session.ts;
// what a key is good for is decided by `authenticate`, as everywhere.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { pageHeaders } from '../console/page.ts'
import { renderSignIn, renderSignOut } from '../console/sign-in-page.ts'
import { type Language, toLanguage } from '../console/words.ts'
import type { Identities } from '../kernel/identity/index.ts'
import { AcervoError, isAcervoError } from '../kernel/index.ts'
import type { BrowserSessions } from './access/browser-session.ts'
import { assertFormToken } from './access/site.ts'
import { statusOf } from './errors.ts'
import { whereFrom } from './gate.ts'
import type { Authenticate } from './principal.ts'
import { limits } from './resource/limits.ts'
import { parsePairs } from './resource/query-string.ts'

export interface SignInParts {
  readonly authenticate: Authenticate
  readonly sessions: BrowserSessions
  readonly identities: Identities
}

const form = 'application/x-www-form-urlencoded'
const formBytesMax = 8_192

export function signInRoutes(app: FastifyInstance, parts: SignInParts): void {
  const { identities } = parts
  app.get('/sign-in', { config: { isForAnybody: true } }, (request, reply) => {
    const next = toNext(new Map(parsePairs(queryOf(request))).get('next'))
    if (request.asker !== undefined) return reply.redirect(next, 303)
    const { systems } = identities
    return page(reply, renderSignIn(languageOf(request), { next, systems }))
  })
  app.get('/sign-out', { config: { isForAnybody: true } }, (request, reply) => {
    if (request.browser === undefined) return reply.redirect('/sign-in', 303)
    return page(reply, renderSignOut(languageOf(request), request.browser.formToken))
  })
  // Forms are read here and nowhere else: any page of the web may post one.
  app.register(async (scope) => {
    const read = { parseAs: 'string', bodyLimit: formBytesMax } as const
    scope.addContentTypeParser(form, read, (_, body, done) => done(null, body))
    // Whoever has a session may have another: it asks for none.
    scope.post('/sign-in', { config: { isOpen: true, isForm: true } }, (request, reply) =>
      signIn(parts, request, reply),
    )
    const config = { isForAnybody: true, isForm: true }
    scope.post('/sign-out', { config }, (request, reply) => signOut(parts, request, reply))
  })
}

async function signIn(
  parts: SignInParts,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const fields = fieldsOf(request)
  const next = toNext(fields.get('next'))
  try {
    const { token, expiresAt } = await (fields.has('email')
      ? byPassword(parts, fields, request)
      : byKey(parts, fields, request))
    return reply.header('set-cookie', parts.sessions.write(token, expiresAt)).redirect(next, 303)
  } catch (error) {
    const status = statusOf(error)
    if (!isAcervoError(error) || (status !== 401 && status !== 429)) throw error
    const { systems } = parts.identities
    const refusal = status === 401 ? 'unknown' : 'tooOften'
    return page(reply.code(status), renderSignIn(languageOf(request), { next, systems, refusal }))
  }
}

interface Shown {
  readonly token: string
  readonly expiresAt: Date
}

async function byKey(
  { authenticate }: SignInParts,
  fields: ReadonlyMap<string, string>,
  request: FastifyRequest,
): Promise<Shown> {
  const token = fields.get('key')?.trim() ?? ''
  // Where a key is good for some networks or paths alone, the pages are asked as everything is.
  await authenticate({ ...whereFrom(request), authorization: `Bearer ${token}` })
  return { token, expiresAt: new Date(Date.now() + limits.sessionMs) }
}

async function byPassword(
  { identities }: SignInParts,
  fields: ReadonlyMap<string, string>,
  { ip, headers }: FastifyRequest,
): Promise<Shown> {
  const identity = identities.of(fields.get('system') ?? identities.systems[0] ?? '')
  const given = { email: fields.get('email'), password: fields.get('password') }
  const { token, expiresAt } = await identity.signIn(given, {
    ip,
    userAgent: headers['user-agent'],
  })
  return { token, expiresAt: new Date(expiresAt) }
}

async function signOut(
  { sessions, identities }: SignInParts,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { browser, asker } = request
  if (browser !== undefined) assertFormToken(fieldsOf(request).get('csrf'), browser.formToken)
  const { system, id, sessionId } = asker?.user ?? {}
  // A session ends for every copy of its cookie; a key goes on elsewhere.
  if (system !== undefined && id !== undefined && sessionId !== undefined)
    await identities.of(system).revokeSession(id, sessionId)
  return reply.header('set-cookie', sessions.clear()).redirect('/', 303)
}

/** A path of this server, or its first page: never another site. */
export function toNext(given: string | undefined): string {
  const isPath = given !== undefined && /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]{0,500}$/.test(given)
  return isPath && !given.startsWith('/sign-') ? given : '/'
}

function fieldsOf({ body }: FastifyRequest): ReadonlyMap<string, string> {
  if (typeof body !== 'string')
    throw new AcervoError('ACV612', 'a form was expected', { details: `Allowed: ${form}.` })
  return new Map(parsePairs(body))
}

function queryOf({ raw }: FastifyRequest): string {
  const url = raw.url ?? ''
  return url.includes('?') ? url.slice(url.indexOf('?') + 1) : ''
}

function languageOf({ headers }: FastifyRequest): Language {
  return toLanguage(headers['accept-language'])
}

function page(reply: FastifyReply, text: string): FastifyReply {
  return reply.headers(pageHeaders).send(text)
}
