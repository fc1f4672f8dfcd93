// Headers -> who asks: a key of credentials.json, a session or a key of a system's identity store. What is wrong with
// what was shown is never told. What claims mean is the policies' business.
import { timingSafeEqual } from 'node:crypto'
import { type Bearer, type Bearers, digestOf, idOf, mayUse } from '../kernel/identity/index.ts'
import { AcervoError, type Principal } from '../kernel/index.ts'
import { type Claims, parseClaims } from './access/claims.ts'
import { type Rate, toRate } from './access/gcra.ts'
import type { Credentials, KeyEntry } from './credentials.ts'
import { type BoundedCache, boundedCache } from './resource/bounded-cache.ts'

/** What was shown, as far as routes and rates ask. */
export type Shown = Pick<KeyEntry, 'id' | 'mayClaim'>

export interface Asker {
  readonly entry: Shown
  /** Whose rate is counted, where there is one. */
  readonly rated: { readonly who: string; readonly rate: Rate } | undefined
  readonly claims: Claims | undefined
  /** Who asks and the claims they act with, for what belongs to both. */
  readonly identity: string
  readonly actor: string
  /** Undefined: may all. */
  readonly permissions?: readonly string[]
  readonly agent?: Principal['agent']
  /** Of a service account: it acts for that alone. */
  readonly purpose?: string
  readonly limits?: Principal['limits']
  /** Who is signed in, by a session or by a key of theirs. */
  readonly user?: SignedInUser
  /** Good for as long as the connection: of the file alone, since rows may change. */
  readonly isLasting: boolean
}

export interface SignedInUser {
  readonly system: string
  readonly id: string
  /** Of a session; a key has none. */
  readonly sessionId?: string
  readonly token?: string
}

export interface AskingHeaders {
  readonly authorization?: string | undefined
  readonly claims?: string | undefined
  readonly agent?: Principal['agent'] | undefined
  readonly ip?: string | undefined
  readonly method?: string
  readonly path?: string
}

export type Authenticate = (headers: AskingHeaders) => Asker | Promise<Asker>

const nobody = Buffer.alloc(32)
const cachedClaimsMax = 1_000

/** The text after `Bearer`; the one place that says where a session's token may stand. */
export function sessionToken(headers: Pick<AskingHeaders, 'authorization'>): string {
  const given = headers.authorization ?? ''
  return given.slice(0, 7).toLowerCase() === 'bearer ' ? given.slice(7).trim() : ''
}

/** @throws ACV601 always with the same words; ACV616 for what the key may not. */
export function authenticator(
  credentials: Credentials,
  defaultPerSecond: number | undefined,
  bearers?: Bearers,
): Authenticate {
  const cache = boundedCache<Claims>(cachedClaimsMax)
  const toRated = (who: string, own: number | undefined): Asker['rated'] => {
    const perSecond = own ?? defaultPerSecond
    return perSecond === undefined ? undefined : Object.freeze({ who, rate: toRate(perSecond) })
  }
  const askers = new Map<string, Asker>()
  for (const entry of credentials.keys.values()) {
    const actor = `key:${entry.id}`
    const rated = toRated(actor, entry.perSecond)
    const asker = { entry, rated, claims: undefined, identity: actor, actor, isLasting: true }
    // All verbs, and still no hash of a password: those no request may name.
    askers.set(entry.id, Object.freeze({ ...asker, permissions: everything }))
  }
  const inFile = (text: string): Asker | undefined => {
    const id = idOf(text) ?? ''
    const entry = credentials.keys.get(id)
    // Compared even when nobody has this id, so that the time does not tell.
    const isRight = timingSafeEqual(digestOf(text), entry?.digest ?? nobody)
    return isRight ? askers.get(id) : undefined
  }
  const inStore = async (text: string, headers: AskingHeaders): Promise<Asker> => {
    const bearer = await bearers?.find(text, headers.ip)
    if (bearer === undefined) throw unknown()
    const own = bearer.kind === 'key' ? bearer.key.perSecond : undefined
    return toAsker(bearer, text, headers, (who) => toRated(`${bearer.store.system} ${who}`, own))
  }
  return (headers) => {
    const text = sessionToken(headers)
    const asker = inFile(text)
    if (asker === undefined) {
      if (bearers === undefined || text === '') throw unknown()
      return inStore(text, headers).then((found) => withHeaders(found, headers, cache))
    }
    return withHeaders(asker, headers, cache)
  }
}

const everything: readonly string[] = Object.freeze(['*:*'])

function withHeaders(asker: Asker, headers: AskingHeaders, cache: BoundedCache<Claims>): Asker {
  const { claims, agent } = headers
  const named = agent === undefined ? asker : withAgent(asker, agent)
  return claims === undefined ? named : withClaims(named, claims, cache)
}

function toAsker(
  bearer: Bearer,
  text: string,
  { ip, method = 'GET', path = '/' }: AskingHeaders,
  ratedAs: (who: string) => Asker['rated'],
): Asker {
  const { system } = bearer.store
  if (bearer.kind === 'session') {
    const { id, userId, permissions, claims } = bearer.session
    const actor = `user:${userId}`
    return {
      entry: { id, mayClaim: false },
      rated: ratedAs(actor),
      claims: claimsOf(claims),
      identity: `${system} ${actor}`,
      actor,
      permissions,
      user: { system, id: userId, sessionId: id, token: text },
      isLasting: false,
    }
  }
  const { key } = bearer
  if (!mayUse(key, { ip, method, path })) throw unknown()
  const { userId, service } = key
  const actor = userId === undefined ? `service:${service?.name ?? key.prefix}` : `user:${userId}`
  return {
    entry: { id: key.prefix, mayClaim: false },
    rated: ratedAs(`key:${key.prefix}`),
    claims: claimsOf(key.claims),
    identity: `${system} key:${key.prefix}`,
    actor,
    permissions: key.permissions,
    ...(service === undefined
      ? {}
      : {
          agent: { id: service.name },
          ...(service.purpose === undefined ? {} : { purpose: service.purpose }),
          limits: {
            holder: `${system}/${service.id}`,
            ...(service.rowsPerRequest === undefined
              ? {}
              : { rowsPerRequest: service.rowsPerRequest }),
            ...(service.rowsPerDay === undefined ? {} : { rowsPerDay: service.rowsPerDay }),
          },
        }),
    ...(userId === undefined ? {} : { user: { system, id: userId } }),
    isLasting: false,
  }
}

function claimsOf(claims: Claims): Claims | undefined {
  return Object.keys(claims).length === 0 ? undefined : claims
}

const traceForm = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/

export function toPrincipal(
  { actor, claims, permissions, agent, purpose, limits }: Asker,
  requestId: string,
  traceparent: string | undefined,
): Principal {
  const isTraced = traceparent !== undefined && traceForm.test(traceparent)
  return {
    actor,
    requestId,
    ...(permissions === undefined ? {} : { permissions }),
    ...(agent === undefined ? {} : { agent }),
    ...(purpose === undefined ? {} : { purpose }),
    ...(limits === undefined ? {} : { limits }),
    ...(claims === undefined && !isTraced
      ? {}
      : { claims: isTraced ? { ...claims, traceparent } : (claims ?? {}) }),
  }
}

/** Who acts for whom is a statement of the key: a person's session makes none. */
function withAgent(asker: Asker, agent: NonNullable<Principal['agent']>): Asker {
  if (asker.user?.sessionId !== undefined)
    throw new AcervoError('ACV616', 'a session may not act as an agent', {
      hint: 'Use a key of the user or of a service account.',
    })
  // A service account is the agent; it names its run and its tool.
  return { ...asker, agent: asker.agent === undefined ? agent : { ...agent, id: asker.agent.id } }
}

/** Who has several branches may act for one of them; undefined where what is asked for is not theirs. */
function narrow(own: Claims | undefined, asked: Claims): Claims | undefined {
  const narrowed = { ...own }
  for (const [name, wanted] of Object.entries(asked)) {
    const held = own !== undefined && Object.hasOwn(own, name) ? listOf(own[name]) : []
    const values = listOf(wanted)
    if (values.length === 0 || !values.every((one) => held.includes(one))) return undefined
    narrowed[name] = wanted
  }
  return narrowed
}

function listOf(value: string | readonly string[] | undefined): readonly string[] {
  return value === undefined ? [] : typeof value === 'string' ? [value] : value
}

function withClaims(asker: Asker, header: string, cache: BoundedCache<Claims>): Asker {
  const asked = cache.get(header) ?? cache.set(header, parseClaims(header))
  const claims = asker.entry.mayClaim ? asked : narrow(asker.claims, asked)
  if (claims === undefined)
    throw new AcervoError('ACV616', 'this key may not act with claims of its own choice', {
      hint: 'Leave out the header acervo-claims, or name in it some of your own.',
    })
  return { ...asker, claims, identity: `${asker.identity} ${JSON.stringify(claims)}` }
}

/** The same words for whatever is wrong. */
export function unknown(): AcervoError {
  return new AcervoError('ACV601', 'no valid key was given', {
    hint: 'Send Authorization: Bearer <key>; the first key is in credentials.json of the data directory.',
  })
}
