// The door of identity: stores read off the Model, and what may be done with them. What ends a session or a key is told
// to the memory of bearers at once.

import { sql, toStatement } from '../database/sql.ts'
import { AcervoError } from '../errors/index.ts'
import { assertAddress } from './address.ts'
import {
  createApiKey,
  findServiceAccount,
  listApiKeys,
  type NewKey,
  revokeApiKey,
  rotateApiKey,
} from './api-keys.ts'
import { settleSql } from './attempts.ts'
import { type Bearers, openBearers } from './bearer.ts'
import { type Acceptance, acceptInvitation, invite } from './invitations.ts'
import { type OidcOptions, openOidc } from './oidc.ts'
import {
  issueToken,
  type Purpose,
  requestLink,
  resetPassword,
  verifyEmail,
} from './one-time-tokens.ts'
import {
  type Device,
  listSessions,
  revokeAllSql,
  revokeSession,
  rotateSession,
} from './sessions.ts'
import { noEarlierThan, shownUserSql, signIn } from './sign-in.ts'
import { type IdentityOptions, type IdentityPlatform, openStores, type Store } from './store.ts'
import { sweep } from './sweep.ts'
import {
  assertAbove,
  changePassword,
  createUser,
  type Doer,
  disableUser,
  emailOf,
  ensureAdministrator,
  explainPermissions,
  findUser,
  grantRole,
  listRoles,
  listUsers,
  type NewUser,
  setPassword,
  takeRole,
} from './users.ts'

export { type KeyInfo, type ListedKey, type MadeKey, mayUse, type NewKey } from './api-keys.ts'
export type { Bearer, Bearers } from './bearer.ts'
export type { Invited } from './invitations.ts'
export type { Call, Provider } from './oidc.ts'
export { createKey, idOf, maskKey } from './secret/api-key.ts'
export { digestOf, randomText } from './secret/random.ts'
export type { Device, ListedSession, SessionInfo } from './sessions.ts'
export type { SignedIn } from './sign-in.ts'
export type { IdentityOptions, IdentityPlatform, Store } from './store.ts'
export type { Doer, Explained, ListedUser, NewUser } from './users.ts'

const refusalMs = 500

export interface Identities {
  /** Systems that have a store. */
  readonly systems: readonly string[]
  readonly bearers: Bearers
  /** @throws ACV626 for a system without one. */
  of(system: string): Identity
}

export interface OpenOptions extends IdentityOptions {
  /** Issuers to sign in at, by system; and the way out to them. */
  readonly oidc?: {
    readonly providers: Readonly<Record<string, OidcOptions['providers']>>
    readonly call: OidcOptions['call']
  }
  /** How long a refused sign-in takes at least: 500. */
  readonly refusalMs?: number
}

export type Identity = ReturnType<typeof toIdentity>

export function openIdentities(platform: IdentityPlatform, options: OpenOptions = {}): Identities {
  const stores = openStores(platform, options)
  const bearers = openBearers(stores)
  const identities = new Map<string, Identity>()
  return Object.freeze({
    systems: [...stores.keys()],
    bearers,
    of(system: string) {
      const store = stores.get(system)
      if (store === undefined)
        throw new AcervoError(
          'ACV626',
          `the system '${system.slice(0, 80)}' has no identity store`,
          {
            hint: `Systems with one: ${[...stores.keys()].join(', ') || 'none'}.`,
          },
        )
      const known = identities.get(system) ?? toIdentity(store, bearers, options)
      identities.set(system, known)
      return known
    },
  })
}

function toIdentity(store: Store, bearers: Bearers, options: OpenOptions) {
  const after = async <T>(done: Promise<T>): Promise<T> => {
    try {
      return await done
    } finally {
      bearers.forget()
    }
  }
  const oidc = openOidc(store, {
    providers: options.oidc?.providers[store.system] ?? {},
    call: options.oidc?.call ?? closed,
  })
  return Object.freeze({
    store,
    /** Names of the issuers. */
    providers: oidc.names,
    beginSignIn: oidc.begin,
    endSignIn: oidc.end,
    signIn: (
      given: { readonly email?: unknown; readonly password?: unknown },
      device: Device = {},
    ) => signIn(store, given, device, { refusalMs: options.refusalMs ?? refusalMs }),
    rotateSession: (token: string, device: Device = {}) =>
      after(rotateSession(store, token, device)),
    listSessions: (userId: string, currentId?: string) => listSessions(store, userId, currentId),
    revokeSession: (userId: string, id: string) => after(revokeSession(store, userId, id)),
    revokeSessions: (userId: string, except?: string) =>
      after(
        store.transaction(`user:${userId}`, async (session) => {
          await session.query(
            toStatement(
              sql`select from ${store.user.name} where ${store.user.column('id')} = ${userId} for no key update`,
            ),
          )
          const { count } = await session.query(toStatement(revokeAllSql(store, userId, except)))
          return count
        }),
      ),
    changePassword: (
      who: { readonly userId: string; readonly sessionId: string },
      given: { readonly password?: unknown; readonly newPassword?: unknown },
    ) => after(changePassword(store, who, given)),
    setPassword: (actor: string, userId: string, password: unknown) =>
      after(setPassword(store, actor, { userId, password })),
    issueToken: (purpose: Purpose, userId: string) => issueToken(store, purpose, userId),
    requestLink: (
      purpose: Purpose,
      given: { readonly email: unknown; readonly ip?: string | undefined },
    ) => noEarlierThan(options.refusalMs ?? refusalMs, () => requestLink(store, purpose, given)),
    verifyEmail: (token: unknown) => verifyEmail(store, token),
    resetPassword: (given: { readonly token?: unknown; readonly password?: unknown }) =>
      after(resetPassword(store, given)),
    invite: (doer: Doer, given: { readonly email?: unknown; readonly role?: unknown }) =>
      invite(store, doer, given),
    acceptInvitation: (given: Acceptance) => acceptInvitation(store, given),
    ensureAdministrator: (actor: string) => ensureAdministrator(store, actor),
    findServiceAccount: (name: string) => findServiceAccount(store, name),
    /** Lets somebody try again whom guesses have shut out. */
    unlock: async (email: string): Promise<void> => {
      const account = assertAddress(email)
      await store.run(settleSql({ system: store.system, account, ip: undefined }))
    },
    sweep: () => sweep(store),
    emailOf: (userId: string) => emailOf(store, userId),
    createUser: (doer: Doer, given: NewUser) => createUser(store, doer, given),
    disableUser: async (doer: Doer, userId: string) =>
      after(disableUser(store, doer.actor, await assertAbove(store, doer, userId))),
    assertAbove: (doer: Doer, userId: string) => assertAbove(store, doer, userId),
    listRoles: (userId: string) => listRoles(store, userId),
    findUser: (given: string) => findUser(store, given),
    listUsers: () => listUsers(store),
    showUser: async (userId: string): Promise<unknown> => {
      const [found] = await store.run(shownUserSql(store, sql`${userId}`))
      return JSON.parse(found?.rows[0]?.[0] ?? 'null')
    },
    explainPermissions: (userId: string) => explainPermissions(store, userId),
    grantRole: (doer: Doer, userId: string, role: string) =>
      after(
        store.transaction(doer.actor, (session) =>
          grantRole(store, (query) => session.query(toStatement(query)), doer, { userId, role }),
        ),
      ),
    takeRole: (doer: Doer, userId: string, role: string) =>
      after(takeRole(store, doer, { userId, role })),
    createApiKey: (doer: Doer, given: NewKey) => createApiKey(store, doer, given),
    listApiKeys: (userId?: string) => listApiKeys(store, userId),
    revokeApiKey: (actor: string, which: { readonly key: string; readonly userId?: string }) =>
      after(revokeApiKey(store, actor, which)),
    rotateApiKey: (
      actor: string,
      which: { readonly key: string; readonly userId?: string; readonly graceSeconds?: number },
    ) => after(rotateApiKey(store, actor, which)),
  })
}

const closed: OidcOptions['call'] = async () => {
  throw new AcervoError('ACV627', 'this process calls nobody')
}
