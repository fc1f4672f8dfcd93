// Headers -> who asks. A key is looked up by its public id and compared by digest in constant time; what is
// wrong with a key is never told. What claims mean is the policies' business.
import { timingSafeEqual } from 'node:crypto'
import { AcervoError, type Principal } from '../kernel/index.ts'
import { type Claims, parseClaims } from './access/claims.ts'
import { digestOf, idOf } from './access/key.ts'
import { type TokenBucket, tokenBucket } from './access/token-bucket.ts'
import type { Credentials, KeyEntry } from './credentials.ts'
import { type BoundedCache, boundedCache } from './resource/bounded-cache.ts'

export interface Asker {
  readonly entry: KeyEntry
  readonly bucket: TokenBucket | undefined
  readonly claims: Claims | undefined
  /** Key and claims together, for what belongs to both. */
  readonly identity: string
}

export interface AskingHeaders {
  readonly authorization?: string | undefined
  readonly claims?: string | undefined
}

export type Authenticate = (headers: AskingHeaders) => Asker

const nobody = Buffer.alloc(32)
const cachedClaimsMax = 1_000

/** @throws ACV601 always with the same words; ACV616 for claims that the key may not make. */
export function authenticator(
  credentials: Credentials,
  defaultPerSecond: number | undefined,
): Authenticate {
  const cache = boundedCache<Claims>(cachedClaimsMax)
  const askers = new Map<string, Asker>()
  for (const entry of credentials.keys.values()) {
    const rate = entry.perSecond ?? defaultPerSecond
    const bucket = rate === undefined ? undefined : tokenBucket(rate)
    const identity = `key:${entry.id}`
    askers.set(entry.id, Object.freeze({ entry, bucket, claims: undefined, identity }))
  }
  return ({ authorization, claims }) => {
    const key = authorization ?? ''
    const text = key.slice(0, 7).toLowerCase() === 'bearer ' ? key.slice(7).trim() : ''
    const asker = askers.get(idOf(text) ?? '')
    // Compared even when nobody has this id, so that the time does not tell.
    const isRight = timingSafeEqual(digestOf(text), asker?.entry.digest ?? nobody)
    if (asker === undefined || !isRight) throw refused()
    return claims === undefined ? asker : withClaims(asker, claims, cache)
  }
}

/** `Basic` with the key as password, for a browser that shows a page. Never for the API. */
export function fromBasic(authorization: string | undefined): string | undefined {
  const match = /^basic ([A-Za-z0-9+/=]{1,400})$/i.exec(authorization ?? '')
  if (match === null) return undefined
  const pair = Buffer.from(match[1] ?? '', 'base64').toString('utf8')
  return `Bearer ${pair.slice(pair.indexOf(':') + 1)}`
}

const traceForm = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/

export function toPrincipal(
  { entry, claims }: Asker,
  requestId: string,
  traceparent: string | undefined,
): Principal {
  const isTraced = traceparent !== undefined && traceForm.test(traceparent)
  return {
    actor: `key:${entry.id}`,
    requestId,
    ...(claims === undefined && !isTraced
      ? {}
      : { claims: isTraced ? { ...claims, traceparent } : (claims ?? {}) }),
  }
}

function withClaims(asker: Asker, header: string, cache: BoundedCache<Claims>): Asker {
  if (!asker.entry.mayClaim)
    throw new AcervoError('ACV616', 'this key may not act with claims of its own choice', {
      hint: 'Leave out the header acervo-claims.',
    })
  const claims = cache.get(header) ?? cache.set(header, parseClaims(header))
  return { ...asker, claims, identity: `${asker.identity} ${JSON.stringify(claims)}` }
}

function refused(): AcervoError {
  return new AcervoError('ACV601', 'no valid key was given', {
    hint: 'Send Authorization: Bearer <key>; the first key is in credentials.json of the data directory.',
  })
}
