// Sign-in at another issuer: OpenID Connect, authorization code with PKCE, by discovery. What the protocol wants kept
// between its two halves is derived from one secret that only the browser has; the database keeps its digest, once.
import { createHmac } from 'node:crypto'
import { type Sql, sql, toStatement } from '../database/sql.ts'
import { AcervoError, isAcervoError } from '../errors/index.ts'
import { normaliseAddress } from './address.ts'
import { digestOf } from './secret/random.ts'
import { createToken, systemOf } from './secret/token.ts'
import type { Device } from './sessions.ts'
import { admit, type SignedIn } from './sign-in.ts'
import { activeSql, at, type Store } from './store.ts'
import { insertUser } from './users.ts'

export interface Provider {
  /** Exactly as the issuer writes itself. */
  readonly issuer: string
  readonly clientId: string
  /** A public client has none. */
  readonly clientSecret?: string
  /** Where the issuer may send the browser back to. */
  readonly redirectUris: readonly string[]
  readonly scopes?: readonly string[]
  /** An account here whose address both sides have verified is the same person. */
  readonly linkByEmail?: boolean
  /** Who is not known yet gets an account, without any role. */
  readonly createUsers?: boolean
}

/** The way out of the process, guarded by whoever gives it. */
export type Call = (
  url: string,
  init: {
    readonly method: string
    readonly headers: Readonly<Record<string, string>>
    readonly body?: string | Uint8Array
    readonly signal?: AbortSignal
  },
) => Promise<Response>

export interface OidcOptions {
  /** By name, which stands in paths: `google`. */
  readonly providers: Readonly<Record<string, Provider>>
  readonly call: Call
}

export interface Begun {
  /** Where the browser goes. */
  readonly authorizationUrl: string
  /** Kept by the page that began, shown with the answer: another browser cannot end this. */
  readonly flow: string
}

const flowSeconds = 600
const timeoutMs = 10_000
const discoveredMs = 3_600_000

type Oauth = typeof import('oauth4webapi')
type Server = import('oauth4webapi').AuthorizationServer

interface Discovered {
  readonly at: number
  readonly server: Promise<Server>
}

export function openOidc(store: Store, { providers, call }: OidcOptions) {
  const discovered = new Map<string, Discovered>()
  const find = (name: string): Provider => {
    const provider = Object.hasOwn(providers, name) ? providers[name] : undefined
    if (provider !== undefined) return provider
    throw new AcervoError('ACV626', 'there is no such issuer to sign in at', {
      hint: `Known: ${Object.keys(providers).join(', ') || 'none'}.`,
    })
  }
  const serverOf = (oauth: Oauth, provider: Provider): Promise<Server> => {
    const known = discovered.get(provider.issuer)
    if (known !== undefined && performance.now() - known.at < discoveredMs) return known.server
    const server = discover(oauth, provider, call)
    discovered.set(provider.issuer, { at: performance.now(), server })
    server.catch(() => discovered.delete(provider.issuer))
    return server
  }
  return Object.freeze({
    names: Object.keys(providers),
    async begin(name: string, redirectUri: unknown): Promise<Begun> {
      const provider = find(name)
      if (typeof redirectUri !== 'string' || !provider.redirectUris.includes(redirectUri))
        throw new AcervoError('ACV200', 'the redirectUri is none of those that are allowed', {
          hint: 'The operator lists them with the issuer.',
        })
      const oauth = await import('oauth4webapi')
      const server = await failing(() => serverOf(oauth, provider))
      const flow = createToken('flow', store.system)
      await store.run(
        sql`select acervo.sign_in_flow_begin(${flow.digest}::bytea, ${store.system}, ${name}, ${redirectUri}, ${flowSeconds}::integer)`,
      )
      const secrets = derive(flow.text)
      const url = new URL(server.authorization_endpoint ?? '')
      const asked = {
        client_id: provider.clientId,
        response_type: 'code',
        redirect_uri: redirectUri,
        scope: ['openid', ...(provider.scopes ?? ['email', 'profile'])].join(' '),
        state: secrets.state,
        nonce: secrets.nonce,
        code_challenge: await oauth.calculatePKCECodeChallenge(secrets.verifier),
        code_challenge_method: 'S256',
      }
      for (const [key, value] of Object.entries(asked)) url.searchParams.set(key, value)
      return { authorizationUrl: url.href, flow: flow.text }
    },
    /** `parameters`: what the issuer gave the browser for the way back. @throws ACV620, ACV627 */
    async end(
      name: string,
      given: { readonly flow?: unknown; readonly parameters?: unknown },
      device: Device,
    ): Promise<SignedIn> {
      const provider = find(name)
      const { flow } = given
      if (typeof flow !== 'string' || systemOf('flow', flow) !== store.system) throw refused()
      const [ended] = await store.run(
        sql`select redirect_uri from acervo.sign_in_flow_end(${digestOf(flow)}::bytea, ${store.system}, ${name})`,
      )
      const redirectUri = ended?.rows[0]?.[0]
      if (!redirectUri) throw refused()
      const oauth = await import('oauth4webapi')
      const claims = await failing(async () =>
        prove({
          oauth,
          provider,
          server: await serverOf(oauth, provider),
          secrets: derive(flow),
          redirectUri,
          parameters: toParameters(given.parameters),
          call,
        }),
      )
      const userId = await findOrMake(store, provider, claims)
      return admit(store, device, sql`${userId}`)
    },
  })
}

interface Secrets {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
}

function derive(flow: string): Secrets {
  const of = (use: string) => createHmac('sha256', flow).update(`acervo ${use}`).digest('base64url')
  return { state: of('state'), nonce: of('nonce'), verifier: of('verifier') }
}

interface Claims {
  readonly issuer: string
  readonly subject: string
  /** Only where the issuer has verified it. */
  readonly email: string | undefined
}

interface Proof {
  readonly oauth: Oauth
  readonly provider: Provider
  readonly server: Server
  readonly secrets: Secrets
  readonly redirectUri: string
  readonly parameters: URLSearchParams
  readonly call: Call
}

/** State, issuer, code, nonce, audience, times and signature: each by the library, none left out. */
async function prove(proof: Proof): Promise<Claims> {
  const { oauth, provider, server, secrets, redirectUri, parameters, call } = proof
  const client = { client_id: provider.clientId }
  const auth =
    provider.clientSecret === undefined
      ? oauth.None()
      : oauth.ClientSecretPost(provider.clientSecret)
  const options = optionsOf(oauth, provider, call)
  const callback = oauth.validateAuthResponse(server, client, parameters, secrets.state)
  const response = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    auth,
    callback,
    redirectUri,
    secrets.verifier,
    options,
  )
  const answer = await oauth.processAuthorizationCodeResponse(server, client, response, {
    expectedNonce: secrets.nonce,
    requireIdToken: true,
  })
  await oauth.validateApplicationLevelSignature(server, response, options)
  const claims = oauth.getValidatedIdTokenClaims(answer)
  if (claims === undefined) throw refused()
  const email = claims.email_verified === true ? normaliseAddress(claims.email) : undefined
  return { issuer: claims.iss, subject: claims.sub, email }
}

async function discover(oauth: Oauth, provider: Provider, call: Call): Promise<Server> {
  const issuer = new URL(provider.issuer)
  const response = await oauth.discoveryRequest(issuer, optionsOf(oauth, provider, call))
  return oauth.processDiscoveryResponse(issuer, response)
}

function optionsOf(oauth: Oauth, { issuer }: Provider, call: Call) {
  return {
    // Whether a place may be asked without TLS is the guard's to say; issuers of public hosts may not.
    [oauth.allowInsecureRequests]: issuer.startsWith('http:'),
    [oauth.customFetch]: (url: string, init: FetchInit) =>
      call(url, {
        method: init.method,
        headers: Object.fromEntries(Object.entries(init.headers)),
        ...(init.body === undefined || init.body === null ? {} : { body: toBody(init.body) }),
        ...(init.signal === undefined ? {} : { signal: init.signal }),
      }),
    signal: () => AbortSignal.timeout(timeoutMs),
  }
}

interface FetchInit {
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly signal?: AbortSignal
}

function toBody(body: unknown): string | Uint8Array {
  return body instanceof Uint8Array ? body : String(body)
}

function toParameters(given: unknown): URLSearchParams {
  if (typeof given === 'string' && given.length <= 4_096) return new URLSearchParams(given)
  throw new AcervoError('ACV200', "'parameters' is no query string", {
    details: 'Allowed: what stands after the ? of the page that the issuer sent the browser to.',
  })
}

/** What went wrong outside is told to the log (as cause), never to the one who asks. */
async function failing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (isAcervoError(error) && error.code === 'ACV200') throw error
    throw refused(error)
  }
}

function refused(cause?: unknown): AcervoError {
  return new AcervoError('ACV627', 'the sign-in at the other issuer failed', {
    hint: 'Begin again.',
    ...(cause === undefined ? {} : { cause }),
  })
}

const triesMax = 3

/** Known by issuer and subject; else, where the operator says so, by an address that both sides have verified. */
async function findOrMake(store: Store, provider: Provider, claims: Claims): Promise<string> {
  const account = store.need('account')
  const { user } = store
  const known = sql`select ${at(account, 'a', 'user')} from ${account.name} a
    where ${at(account, 'a', 'issuer')} = ${claims.issuer} and ${at(account, 'a', 'subject')} = ${claims.subject}`
  for (let tried = 1; ; tried++) {
    const [found] = await store.run(known)
    const userId = found?.rows[0]?.[0]
    if (userId) return userId
    try {
      return await store.transaction('service:identity', async (session) => {
        const ask = (query: Sql) => session.query(toStatement(query))
        const { rows } =
          await ask(sql`select ${at(user, 'u', 'id')}, ${at(user, 'u', 'emailVerifiedAt')} is not null, ${activeSql(user, 'u')}
          from ${user.name} u where lower(${at(user, 'u', 'email')}) = ${claims.email ?? ''} and ${user.live('u')} for share`)
        const [id, isVerified, isActive] = rows[0] ?? []
        const isSame =
          provider.linkByEmail === true &&
          rows.length === 1 &&
          isVerified === 't' &&
          isActive === 't'
        const isNew =
          provider.createUsers === true && rows.length === 0 && claims.email !== undefined
        if (!isSame && !isNew) {
          // The same person in another window may have been linked since.
          const made = (await ask(known)).rows[0]?.[0]
          if (made) return made
          throw refused()
        }
        const linked = isSame
          ? (id as string)
          : await insertUser(store, ask, {
              email: claims.email as string,
              hash: undefined,
              columns: {},
              isVerified: true,
            })
        await ask(sql`insert into ${account.name} (${account.column('user')}, ${account.column('issuer')}, ${account.column('subject')})
          values (${linked}, ${claims.issuer}, ${claims.subject})`)
        return linked
      })
    } catch (error) {
      // The same person signs in twice for the first time: the other one has made what is looked for.
      if (!isAcervoError(error) || error.code !== 'ACV302' || tried >= triesMax) throw error
    }
  }
}
