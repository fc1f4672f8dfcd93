// The routes of identity in OpenAPI: the same below each system that has a store.
import type { Model } from '../../kernel/index.ts'
import { refusals } from './parameters.ts'

const text = { type: 'string' }
const texts = { type: 'array', items: text }
const instant = { type: 'string', format: 'date-time' }
const row = { type: 'object', description: 'The row of the user, without secrets.' }
const object = (
  properties: Readonly<Record<string, object>>,
  required: readonly string[] = [],
) => ({
  type: 'object',
  properties,
  ...(required.length === 0 ? {} : { required }),
})
const listOf = (items: object) => object({ data: { type: 'array', items } })

const secret = { ...text, description: 'Shown once.' }
const session = object({ token: secret, expiresAt: instant, user: row })
const device = object({
  id: text,
  expiresAt: instant,
  lastSeenAt: { type: ['string', 'null'] },
  ip: { type: ['string', 'null'] },
  userAgent: { type: ['string', 'null'] },
  isCurrent: { type: 'boolean' },
})
const madeKey = object({ id: text, prefix: text, expiresAt: instant, key: secret })
const done = object({ status: text })

interface Said {
  readonly name: string
  readonly summary: string
  readonly status?: number
  readonly body?: object
  readonly answer?: object
  /** Nobody need be known. */
  readonly isOpen?: true
}

const routes: Readonly<Record<string, Readonly<Record<string, Said>>>> = {
  '/session': {
    post: {
      name: 'signIn',
      summary: 'Sign in with address and password',
      status: 201,
      body: object({ email: text, password: text }, ['email', 'password']),
      answer: session,
      isOpen: true,
    },
    get: {
      name: 'showSession',
      summary: 'The session and its user',
      answer: object({ session: device, user: row }),
    },
    delete: { name: 'signOut', summary: 'End this session', status: 204 },
  },
  '/session/rotation': {
    post: {
      name: 'rotateSession',
      summary: 'A new token for the old one, which ends both when it is shown again',
      status: 201,
      answer: object({ token: secret, expiresAt: instant }),
    },
  },
  '/sessions': {
    get: { name: 'listSessions', summary: 'Where one is signed in', answer: listOf(device) },
    delete: {
      name: 'revokeSessions',
      summary: 'End all others',
      answer: object({ revoked: { type: 'integer' } }),
    },
  },
  '/sessions/{id}': { delete: { name: 'revokeSession', summary: 'End one', status: 204 } },
  '/me': {
    get: {
      name: 'me',
      summary: 'Who is signed in, and what they may do',
      answer: object({ user: row, roles: texts, permissions: texts }),
    },
  },
  '/me/email-verification': {
    post: {
      name: 'requestEmailVerification',
      summary: 'Ask for a link that confirms one’s address',
      status: 202,
      answer: done,
    },
  },
  '/me/password': {
    post: {
      name: 'changePassword',
      summary: 'Change the password; other sessions end',
      status: 204,
      body: object({ password: text, newPassword: text }, ['password', 'newPassword']),
    },
  },
  '/providers': {
    get: {
      name: 'providers',
      summary: 'Issuers to sign in at',
      answer: object({ data: texts }),
      isOpen: true,
    },
  },
  '/providers/{provider}/authorization': {
    post: {
      name: 'beginSignIn',
      summary: 'Begin a sign-in at another issuer',
      status: 201,
      body: object({ redirectUri: text }, ['redirectUri']),
      answer: object({ authorizationUrl: text, flow: secret }),
      isOpen: true,
    },
  },
  '/providers/{provider}/session': {
    post: {
      name: 'endSignIn',
      summary: 'End it with what the issuer gave the browser',
      status: 201,
      body: object({ flow: text, parameters: text }, ['flow', 'parameters']),
      answer: session,
      isOpen: true,
    },
  },
  '/password-resets': {
    post: {
      name: 'requestPasswordReset',
      summary: 'Ask for a link by mail; the answer is the same for every address',
      status: 202,
      body: object({ email: text }, ['email']),
      answer: done,
      isOpen: true,
    },
  },
  '/password': {
    post: {
      name: 'resetPassword',
      summary: 'Choose a new password by a link; all sessions end',
      status: 204,
      body: object({ token: text, password: text }, ['token', 'password']),
      isOpen: true,
    },
  },
  '/email-verification': {
    post: {
      name: 'verifyEmail',
      summary: 'Confirm an address by a link',
      status: 204,
      body: object({ token: text }, ['token']),
      isOpen: true,
    },
  },
  '/invitations': {
    post: {
      name: 'invite',
      summary: 'Invite an address, with a role that is no more than one’s own',
      status: 201,
      body: object({ email: text, role: text }, ['email']),
      answer: object({ id: text, email: text, expiresAt: instant, token: secret }),
    },
  },
  '/invitation-acceptance': {
    post: {
      name: 'acceptInvitation',
      summary: 'Make the account that one was invited to',
      status: 201,
      body: object({ token: text, password: text }, ['token', 'password']),
      answer: object({ user: row }),
      isOpen: true,
    },
  },
  '/users/{id}/roles/{role}': {
    post: { name: 'giveRole', summary: 'Give a role', status: 201, answer: done },
    delete: { name: 'takeRole', summary: 'Take a role away', status: 204 },
  },
  '/users/{id}/disablement': {
    post: { name: 'disableUser', summary: 'Shut a person out', status: 201, answer: done },
  },
  '/users/{id}/password-resets': {
    post: {
      name: 'issuePasswordReset',
      summary: 'A token to hand over',
      status: 201,
      answer: object({ token: secret }),
    },
  },
  '/users/{id}/email-verifications': {
    post: {
      name: 'issueEmailVerification',
      summary: 'A token to hand over',
      status: 201,
      answer: object({ token: secret }),
    },
  },
  '/keys': {
    get: {
      name: 'listKeys',
      summary: 'One’s own keys',
      answer: listOf(
        object({
          id: text,
          name: text,
          prefix: text,
          holder: text,
          scopes: texts,
          expiresAt: { type: ['string', 'null'] },
          lastUsedAt: { type: ['string', 'null'] },
        }),
      ),
    },
    post: {
      name: 'createKey',
      summary: 'A key that is never more than oneself',
      status: 201,
      body: object({
        name: text,
        scopes: texts,
        routes: texts,
        networks: texts,
        perSecond: { type: 'integer' },
        days: { type: 'integer' },
      }),
      answer: madeKey,
    },
  },
  '/keys/{id}': { delete: { name: 'revokeKey', summary: 'End a key', status: 204 } },
  '/keys/{id}/rotation': {
    post: {
      name: 'rotateKey',
      summary: 'A new key like the old, which goes on for a day',
      status: 201,
      answer: madeKey,
    },
  },
}

export const identityRouteNames: readonly string[] = Object.freeze(Object.keys(routes))

export function toIdentityPaths({
  systems,
}: Model): Readonly<Record<string, Record<string, unknown>>> {
  const withStore = systems.filter(({ databases }) =>
    databases.some(({ tables }) =>
      [...tables.values()].some((one) => one.identity?.part === 'user'),
    ),
  )
  const paths: Record<string, Record<string, unknown>> = {}
  for (const { name } of withStore)
    for (const [path, methods] of Object.entries(routes))
      paths[`/v1/${name}${path}`] = toPath(name, path, methods)
  if (withStore.length > 0) paths['/v1/me/permissions'] = { get: permissions }
  return paths
}

function toPath(system: string, path: string, methods: Readonly<Record<string, Said>>) {
  const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: text,
  }))
  const operations = Object.entries(methods).map(([method, said]) => [
    method,
    toOperation(system, said),
  ])
  return {
    ...(named.length === 0 ? {} : { parameters: named }),
    ...Object.fromEntries(operations),
  }
}

function toOperation(system: string, { name, summary, status = 200, body, answer, isOpen }: Said) {
  const content = (schema: object) => ({ content: { 'application/json': { schema } } })
  return {
    operationId: `${system}.${name}`,
    summary,
    ...(isOpen === true ? { security: [] } : {}),
    ...(body === undefined ? {} : { requestBody: { required: true, ...content(body) } }),
    responses: {
      [status]: { description: 'Done.', ...(answer === undefined ? {} : content(answer)) },
      ...refusals,
    },
  }
}

const permissions = {
  operationId: 'me.permissions',
  summary: 'What whoever asks may do; with explain=1 which role gives it',
  parameters: [{ name: 'explain', in: 'query', schema: text }],
  responses: {
    200: {
      description: 'Patterns.',
      content: { 'application/json': { schema: object({ permissions: texts }) } },
    },
    ...refusals,
  },
}
