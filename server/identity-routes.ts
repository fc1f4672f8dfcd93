// The routes of sign-in, sessions, passwords, invitations, roles and keys: one set below each system that has an
// identity store. What they do is kernel/identity; here it is HTTP.
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Doer, Identities, Identity, NewKey } from '../kernel/identity/index.ts'
import { type Acervo, AcervoError, isPermitted } from '../kernel/index.ts'
import type { Admission } from './admission.ts'
import { answerAdmitted, bodyOf, refuseMethods } from './asking.ts'
import type { Asker, SignedInUser } from './principal.ts'
import { toTablePath } from './resource/address.ts'
import { assertRow, parseJson } from './resource/body.ts'
import type { Outcome } from './resource/outcome.ts'

export interface IdentityParts {
  readonly acervo: Acervo
  readonly identities: Identities
  readonly admission: Admission
}

interface Asked {
  readonly identity: Identity
  readonly request: FastifyRequest
  /** Read when it is first asked for. */
  body(): Readonly<Record<string, unknown>>
}

type Work = (asked: Asked) => Promise<Outcome>
type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'
type Routes = Readonly<Record<string, Readonly<Partial<Record<Method, Work>>>>>

export function identityRoutes(app: FastifyInstance, parts: IdentityParts): void {
  for (const system of parts.identities.systems)
    for (const [routes, isOpen] of [
      [openRoutes, true],
      [closedRoutes, false],
    ] as const)
      for (const [path, works] of Object.entries(routes))
        register(app, parts, { system, path, works, isOpen })
  closeRest(app, parts)
  sweepHourly(app, parts.identities)
  app.get('/v1/me/permissions', (request, reply) =>
    answerAdmitted(parts.admission, reply, () => myPermissions(parts.identities, request)),
  )
  refuseMethods(app, '/v1/me/permissions', ['GET'])
}

const sweepMs = 3_600_000

function sweepHourly(app: FastifyInstance, identities: Identities): void {
  const timer = setInterval(() => {
    for (const system of identities.systems)
      identities
        .of(system)
        .sweep()
        .catch((error: unknown) =>
          app.log.warn({ err: error }, 'late invitations could not be swept'),
        )
  }, sweepMs)
  timer.unref()
  app.addHook('onClose', async () => clearInterval(timer))
}

interface Registration {
  readonly system: string
  readonly path: string
  readonly works: Readonly<Partial<Record<Method, Work>>>
  readonly isOpen: boolean
}

function register(
  app: FastifyInstance,
  { identities, admission }: IdentityParts,
  { system, path, works, isOpen }: Registration,
): void {
  for (const [method, work] of Object.entries(works))
    app.route({
      method: method as Method,
      url: `/v1/${system}${path}`,
      config: { isOpen },
      handler: (request, reply) =>
        answerAdmitted(admission, reply, async () => {
          reply.header('cache-control', 'no-store')
          return work({ identity: identities.of(system), request, body: () => readBody(request) })
        }),
    })
}

/**
 * 405 for the methods that a path does not have, open and closed ones together. Where a system has its name from its
 * database a table may stand at the same path (`invitations`): the other methods are the table's.
 */
function closeRest(app: FastifyInstance, { acervo, identities }: IdentityParts): void {
  const paths = new Set([...Object.keys(openRoutes), ...Object.keys(closedRoutes)])
  const databases = [...acervo.served.databases.values()]
  const taken = new Set(databases.flatMap(({ tables }) => [...tables.values()].map(toTablePath)))
  for (const system of identities.systems)
    for (const path of paths) {
      const url = `/v1/${system}${path}`
      if (taken.has(url)) continue
      refuseMethods(app, url, [
        ...Object.keys(openRoutes[path] ?? {}),
        ...Object.keys(closedRoutes[path] ?? {}),
      ])
    }
}

export const openRoutes: Routes = {
  '/session': {
    POST: async ({ identity, request, body }) => {
      const { email, password } = body()
      return toOutcome(shown(await identity.signIn({ email, password }, deviceOf(request))), 201)
    },
  },
  '/providers': {
    GET: async ({ identity }) => toOutcome({ data: identity.providers }),
  },
  // The page that begins keeps `flow` and shows it again with what the issuer gave it for the way back.
  '/providers/:provider/authorization': {
    POST: async ({ identity, request, body }) => {
      const begun = await identity.beginSignIn(inPath(request, 'provider'), body().redirectUri)
      return toOutcome(begun, 201)
    },
  },
  '/providers/:provider/session': {
    POST: async ({ identity, request, body }) => {
      const { flow, parameters } = body()
      const name = inPath(request, 'provider')
      const done = await identity.endSignIn(name, { flow, parameters }, deviceOf(request))
      return toOutcome(shown(done), 201)
    },
  },
  '/password-resets': {
    // The same answer whether or not somebody has this address; the link goes to the address alone.
    POST: async ({ identity, request, body }) => {
      await identity.requestLink('reset', { email: body().email, ip: request.ip })
      return toOutcome({ status: 'sent where the address is known' }, 202)
    },
  },
  '/password': {
    POST: async ({ identity, body }) => {
      const { token, password } = body()
      await identity.resetPassword({ token, password })
      return { status: 204 }
    },
  },
  '/email-verification': {
    POST: async ({ identity, body }) => {
      await identity.verifyEmail(body().token)
      return { status: 204 }
    },
  },
  '/invitation-acceptance': {
    POST: async ({ identity, body }) => {
      const { token, password, ...columns } = body()
      const userId = await identity.acceptInvitation({ token, password, columns: toTexts(columns) })
      return toOutcome({ user: await identity.showUser(userId) }, 201)
    },
  },
}

export const closedRoutes: Routes = {
  '/session': {
    GET: async ({ identity, request }) => {
      const user = userOf(identity, request)
      const sessions = await identity.listSessions(user.id, user.sessionId)
      const session = sessions.find(({ isCurrent }) => isCurrent)
      return toOutcome({ session: session ?? null, user: await identity.showUser(user.id) })
    },
    DELETE: async ({ identity, request }) => {
      const { id, sessionId } = sessionOf(identity, request)
      await identity.revokeSession(id, sessionId)
      return { status: 204 }
    },
  },
  '/session/rotation': {
    POST: async ({ identity, request }) => {
      const { token } = sessionOf(identity, request)
      const { id: _, ...rotated } = await identity.rotateSession(token, deviceOf(request))
      return toOutcome(rotated, 201)
    },
  },
  '/sessions': {
    GET: async ({ identity, request }) => {
      const { id, sessionId } = userOf(identity, request)
      return toOutcome({ data: await identity.listSessions(id, sessionId) })
    },
    // All others: this device stays signed in.
    DELETE: async ({ identity, request }) => {
      const { id, sessionId } = sessionOf(identity, request)
      return toOutcome({ revoked: await identity.revokeSessions(id, sessionId) })
    },
  },
  '/sessions/:id': {
    DELETE: async ({ identity, request }) => {
      const { id } = userOf(identity, request)
      await identity.revokeSession(id, inPath(request, 'id'))
      return { status: 204 }
    },
  },
  '/me': {
    GET: async ({ identity, request }) => {
      const user = userOf(identity, request)
      const roles = await identity.listRoles(user.id)
      return toOutcome({
        user: await identity.showUser(user.id),
        roles,
        permissions: askerOf(request).permissions ?? ['*:*'],
      })
    },
  },
  '/me/email-verification': {
    // As with passwords: the outbox tells whoever sends mail.
    POST: async ({ identity, request }) => {
      const email = await identity.emailOf(userOf(identity, request).id)
      await identity.requestLink('verify', { email, ip: request.ip })
      return toOutcome({ status: 'sent' }, 202)
    },
  },
  '/me/password': {
    POST: async ({ identity, request, body }) => {
      const { id: userId, sessionId } = sessionOf(identity, request)
      const { password, newPassword } = body()
      await identity.changePassword({ userId, sessionId }, { password, newPassword })
      return { status: 204 }
    },
  },
  '/invitations': {
    POST: async ({ identity, request, body }) => {
      const doer = doerOf(identity, request, 'invitation', 'create')
      const { email, role } = body()
      return toOutcome(await identity.invite(doer, { email, role }), 201)
    },
  },
  '/users/:id/roles/:role': {
    POST: async ({ identity, request }) => {
      const doer = doerOf(identity, request, 'userRole', 'create')
      await identity.grantRole(doer, inPath(request, 'id'), inPath(request, 'role'))
      return toOutcome({ status: 'granted' }, 201)
    },
    DELETE: async ({ identity, request }) => {
      const doer = doerOf(identity, request, 'userRole', 'delete')
      await identity.takeRole(doer, inPath(request, 'id'), inPath(request, 'role'))
      return { status: 204 }
    },
  },
  '/users/:id/disablement': {
    POST: async ({ identity, request }) => {
      const doer = doerOf(identity, request, 'user', 'disable')
      await identity.disableUser(doer, inPath(request, 'id'))
      return toOutcome({ status: 'disabled' }, 201)
    },
  },
  '/users/:id/password-resets': {
    // No mail server yet: the administrator hands the link over.
    POST: async ({ identity, request }) => {
      const doer = doerOf(identity, request, 'user', 'reset')
      const userId = await identity.assertAbove(doer, inPath(request, 'id'))
      return toOutcome({ token: await identity.issueToken('reset', userId) }, 201)
    },
  },
  '/users/:id/email-verifications': {
    POST: async ({ identity, request }) => {
      const doer = doerOf(identity, request, 'user', 'reset')
      const userId = await identity.assertAbove(doer, inPath(request, 'id'))
      return toOutcome({ token: await identity.issueToken('verify', userId) }, 201)
    },
  },
  '/keys': {
    GET: async ({ identity, request }) => {
      const { id } = userOf(identity, request)
      return toOutcome({ data: await identity.listApiKeys(id) })
    },
    // One's own: never more than oneself, and never from a key, which would outlive its own end.
    POST: async ({ identity, request, body }) => {
      const { id: userId } = sessionOf(identity, request)
      const asker = askerOf(request)
      const given = { ...toNewKey(body()), userId }
      return toOutcome(await identity.createApiKey(toDoer(asker), given), 201)
    },
  },
  '/keys/:id': {
    DELETE: async ({ identity, request }) => {
      const { id: userId } = userOf(identity, request)
      await identity.revokeApiKey(askerOf(request).actor, { key: inPath(request, 'id'), userId })
      return { status: 204 }
    },
  },
  '/keys/:id/rotation': {
    POST: async ({ identity, request }) => {
      const { id: userId } = sessionOf(identity, request)
      const which = { key: inPath(request, 'id'), userId }
      return toOutcome(await identity.rotateApiKey(askerOf(request).actor, which), 201)
    },
  },
}

/** `?explain=1`: which role gives each. */
async function myPermissions(identities: Identities, request: FastifyRequest): Promise<Outcome> {
  const asker = askerOf(request)
  const permissions = asker.permissions ?? ['*:*']
  const query = (request.raw.url ?? '').split('?')[1] ?? ''
  if (!new URLSearchParams(query).has('explain') || asker.user === undefined)
    return toOutcome({ permissions })
  const { system, id } = asker.user
  const explained = await identities.of(system).explainPermissions(id)
  return toOutcome({ permissions, explained })
}

function askerOf({ asker }: FastifyRequest): Asker {
  if (asker === undefined) throw new AcervoError('ACV601', 'no valid key was given')
  return asker
}

/** @throws ACV601 for who is nobody in this system. */
function userOf({ store }: Identity, request: FastifyRequest): SignedInUser {
  const { user } = askerOf(request)
  if (user !== undefined && user.system === store.system) return user
  throw new AcervoError('ACV601', 'nobody of this system is signed in', {
    hint: `POST /v1/${store.system}/session signs in.`,
  })
}

function sessionOf(identity: Identity, request: FastifyRequest): Required<SignedInUser> {
  const { system, id, sessionId, token } = userOf(identity, request)
  if (sessionId !== undefined && token !== undefined) return { system, id, sessionId, token }
  throw new AcervoError('ACV616', 'this needs a session, not a key', {
    hint: 'Sign in with address and password.',
  })
}

function toDoer({ actor, permissions }: Asker): Doer {
  return { actor, ...(permissions === undefined ? {} : { permissions }) }
}

/** @throws ACV624 for who may not do this with that part of the store. */
function doerOf(
  { store }: Identity,
  request: FastifyRequest,
  part: 'invitation' | 'userRole' | 'user',
  verb: string,
): Doer {
  const asker = askerOf(request)
  // Administrators of another system's store are nobody here; a key of the file stands above all.
  if (asker.user !== undefined && asker.user.system !== store.system)
    userOf({ store } as Identity, request)
  const { name: table, database } = (part === 'user' ? store.user : store.need(part)).table
  if (!isPermitted(toDoer(asker), { database, table, verb }))
    throw new AcervoError('ACV624', 'this may not be done', {
      details: `It needs ${database}.${table}:${verb}.`,
    })
  return toDoer(asker)
}

function deviceOf({ ip, headers }: FastifyRequest) {
  return { ip, userAgent: headers['user-agent'] }
}

function shown({ token, expiresAt, user }: Awaited<ReturnType<Identity['signIn']>>) {
  return { token, expiresAt, user }
}

function readBody(request: FastifyRequest): Readonly<Record<string, unknown>> {
  const body = parseJson(bodyOf(request))
  assertRow(body)
  return body
}

function inPath({ params }: FastifyRequest, name: string): string {
  return String((params as Readonly<Record<string, unknown>>)[name])
}

function toTexts(values: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      if (typeof value === 'string') return [name, value]
      throw new AcervoError('ACV205', `'${name}' is no text`)
    }),
  )
}

const keyFields: ReadonlySet<string> = new Set([
  'name',
  'scopes',
  'routes',
  'networks',
  'perSecond',
  'days',
])

function toNewKey(body: Readonly<Record<string, unknown>>): NewKey {
  for (const [name, value] of Object.entries(body)) {
    const isList = ['scopes', 'routes', 'networks'].includes(name)
    const isRight = isList
      ? Array.isArray(value) && value.length <= 100 && value.every((one) => typeof one === 'string')
      : name === 'name'
        ? typeof value === 'string' && value.length <= 120
        : Number.isInteger(value) && Number(value) > 0
    if (!keyFields.has(name) || !isRight)
      throw new AcervoError('ACV200', `'${name.slice(0, 40)}' of the key cannot be read`, {
        details: `Allowed: ${[...keyFields].join(', ')}.`,
      })
  }
  return body as NewKey
}

function toOutcome(value: unknown, status = 200): Outcome {
  return { status, body: JSON.stringify(value) }
}
