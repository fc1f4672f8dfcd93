// Keys of programs, as rows: a public id, the digest of the whole, and how far it reaches. A key is never more than its
// holder: it acts with what both its scopes and the user's roles allow, and ends with them.

import { timingSafeEqual } from 'node:crypto'
import { BlockList, isIP } from 'node:net'
import { join, raw, type Sql, sql, toStatement } from '../database/sql.ts'
import { AcervoError } from '../errors/index.ts'
import {
  claimsSql,
  declaredPermissions,
  meet,
  permissionsSql,
  rolesSql,
  within,
} from './permissions.ts'
import { createKey, idOf } from './secret/api-key.ts'
import { digestOf } from './secret/random.ts'
import { isoSql } from './sessions.ts'
import { activeSql, at, type Part, type Store } from './store.ts'
import { assertMayGive, type Doer } from './users.ts'

export interface NewKey {
  readonly name?: string
  /** One of the two: whose key it is. */
  readonly userId?: string
  readonly serviceAccountId?: string
  /** Permissions; a user's key without any may what the user may. */
  readonly scopes?: readonly string[]
  /** `GET /v1/insurance/*`; without any, all. */
  readonly routes?: readonly string[]
  /** `10.0.0.0/8`; without any, all. */
  readonly networks?: readonly string[]
  readonly perSecond?: number
  /** 90; at most 366. */
  readonly days?: number
}

export interface MadeKey {
  readonly id: string
  readonly prefix: string
  readonly expiresAt: string
  /** Shown once. */
  readonly key: string
}

export interface KeyInfo {
  readonly id: string
  readonly prefix: string
  readonly userId: string | undefined
  readonly service: ServiceInfo | undefined
  readonly permissions: readonly string[]
  readonly claims: Readonly<Record<string, string | readonly string[]>>
  readonly routes: readonly string[]
  readonly networks: BlockList | undefined
  readonly perSecond: number | undefined
}

export interface ServiceInfo {
  readonly id: string
  readonly name: string
  /** What it is for: kept with what it does. */
  readonly purpose: string | undefined
  readonly rowsPerRequest: number | undefined
  readonly rowsPerDay: number | undefined
}

export interface ListedKey {
  readonly id: string
  readonly name: string | null
  readonly prefix: string
  readonly holder: string | null
  readonly scopes: readonly string[]
  readonly expiresAt: string | null
  readonly lastUsedAt: string | null
}

const permissionForm =
  /^(?:\*|(?:\*|[a-z][A-Za-z0-9]*)\.(?:\*|[a-z][A-Za-z0-9]*)):(?:\*|[a-z][A-Za-z0-9-]*)$/
const routeForm = /^(?:GET|POST|PATCH|DELETE|\*) \/[^\s]{0,200}$/
const daysDefault = 90
/** As much of it as a session's settings take. */
const purposeMax = 500
const daysMax = 366

/** @throws ACV200 for what no key can be, ACV209 for a holder who is not there, ACV625 */
export async function createApiKey(store: Store, doer: Doer, given: NewKey): Promise<MadeKey> {
  assertNewKey(given)
  assertMayGive(store, doer, given.scopes ?? [], 'the key')
  const part = store.need('apiKey')
  const key = createKey()
  return store.transaction(doer.actor, async (session) => {
    const holder = holderSql(store, given)
    const { rows: found } = await session.query(toStatement(holder))
    if (found.length === 0)
      throw new AcervoError('ACV209', 'there is no such holder of a key', {
        details: 'It does not exist or may not act.',
      })
    const days = given.days ?? daysDefault
    const { rows } = await session.query(
      toStatement(
        insertSql(part, [
          ['prefix', sql`${key.id}`],
          ['keyHash', part.digest('keyHash', key.digest)],
          ['expiresAt', sql`acervo.now() + ${days}::integer * interval '1 day'`],
          ['scopes', sql`${given.scopes ?? []}::text[]`],
          ['routes', sql`${given.routes ?? []}::text[]`],
          ['networks', sql`${given.networks ?? []}::text[]`],
          ['perSecond', sql`${given.perSecond ?? null}::integer`],
          ['user', sql`${given.userId ?? null}`],
          ['serviceAccount', sql`${given.serviceAccountId ?? null}`],
          ['name', sql`${given.name ?? key.id}`],
          ['lastFour', sql`${key.last4}`],
        ]),
      ),
    )
    const [id = '', expiresAt = ''] = (rows[0] ?? []) as readonly string[]
    return { id, prefix: key.id, expiresAt, key: key.text }
  })
}

function insertSql(part: Part, values: readonly (readonly [string, Sql])[]): Sql {
  const kept = values.filter(([field]) => part.has(field))
  const names = kept.map(([field]) => part.column(field))
  return sql`insert into ${part.name} (${join(names, ', ')})
    values (${join(
      kept.map(([, value]) => value),
      ', ',
    )})
    returning ${part.column('id')}, ${isoSql(part.column('expiresAt'))}`
}

/** Locked: a holder who is disabled in this moment gets no key. */
function holderSql(store: Store, { userId, serviceAccountId }: NewKey): Sql {
  const part = userId === undefined ? store.need('serviceAccount') : store.user
  return sql`select from ${part.name} h where ${at(part, 'h', 'id')} = ${userId ?? serviceAccountId}
    and ${activeSql(part, 'h')} for share of h`
}

function assertNewKey(given: NewKey): void {
  const { userId, serviceAccountId, scopes = [], routes = [], networks = [], days } = given
  const wrong =
    [...scopes.filter((one) => !permissionForm.test(one)).map((one) => `the scope '${one}'`)][0] ??
    routes.filter((one) => !routeForm.test(one)).map((one) => `the route '${one}'`)[0] ??
    networks.filter((one) => toSubnet(one) === undefined).map((one) => `the network '${one}'`)[0]
  if (wrong !== undefined)
    throw new AcervoError('ACV200', `${wrong.slice(0, 120)} cannot be read`, {
      details:
        "Allowed: scopes 'global.party:read', routes 'GET /v1/global/*', networks '10.0.0.0/8'.",
    })
  if ((userId === undefined) === (serviceAccountId === undefined))
    throw new AcervoError('ACV200', 'a key has one holder: a user or a service account')
  if (serviceAccountId !== undefined && scopes.length === 0)
    throw new AcervoError('ACV200', 'the key of a service account names what it may do', {
      hint: "Give scopes, such as 'global.party:read'.",
    })
  if (days !== undefined && !(Number.isInteger(days) && days >= 1 && days <= daysMax))
    throw new AcervoError('ACV206', `a key lives from 1 to ${daysMax} days`)
}

/** The key of a text; undefined where none counts. That it is used, and from where, is noted once a minute. */
export async function findApiKey(
  store: Store,
  text: string,
  ip?: string,
): Promise<KeyInfo | undefined> {
  const prefix = idOf(text)
  const part = store.part('apiKey')
  if (prefix === undefined || part === undefined) return undefined
  const k = (field: string) => at(part, 'k', field)
  const { user } = store
  const service = store.part('serviceAccount')
  const hasUser = part.has('user')
  const hasService = part.has('serviceAccount') && service !== undefined
  const joins: Sql[] = []
  if (hasUser) joins.push(sql`left join ${user.name} u on ${at(user, 'u', 'id')} = ${k('user')}`)
  if (hasService)
    joins.push(
      sql`left join ${service.name} v on ${at(service, 'v', 'id')} = ${k('serviceAccount')}`,
    )
  const none = raw('null')
  const holderActive = [
    ...(hasUser ? [sql`(${k('user')} is null or ${activeSql(user, 'u')})`] : []),
    ...(hasService
      ? [
          sql`(${k('serviceAccount')} is null or (${activeSql(service, 'v')}
            and coalesce(${at(service, 'v', 'validFrom')}, '-infinity') <= acervo.now()
            and coalesce(${at(service, 'v', 'validUntil')}, 'infinity') > acervo.now()))`,
        ]
      : []),
  ]
  const ofUser = (value: Sql) => (hasUser ? value : none)
  const ofService = (field: string) => (hasService ? at(service, 'v', field) : none)
  const keyBytes = part.columnOf('keyHash')?.spec.type.name === 'bytes'
  const hash = keyBytes ? sql`encode(${k('keyHash')}, 'hex')` : k('keyHash')
  const [found] = await store.run(sql`select ${k('id')}, ${hash},
      ${k('revokedAt')} is null and (${k('expiresAt')} is null or ${k('expiresAt')} > acervo.now())
        and ${holderActive.length === 0 ? raw('false') : join(holderActive, ' and ')},
      coalesce(${k('lastUsedAt')} < acervo.now() - interval '1 minute', true),
      ${ofUser(hasUser ? k('user') : none)}::text, ${ofUser(sql`array_to_json(${rolesSql(store, 'u')})`)},
      ${ofUser(sql`array_to_json(${permissionsSql(store, 'u')})`)}, ${ofUser(claimsSql(store, 'u'))},
      array_to_json(${k('scopes')}), array_to_json(${k('routes')}), array_to_json(${k('networks')}), ${k('perSecond')},
      ${ofService('id')}::text, ${ofService('name')}::text, ${ofService('rowsPerRequest')}, ${ofService('rowsPerDay')},
      ${service?.has('purpose') === true ? ofService('purpose') : none}::text
    from ${part.name} k ${join(joins, ' ')} where ${k('prefix')} = ${prefix}`)
  const [row] = found?.rows ?? []
  const stored = Buffer.from(row?.[1] ?? '', 'hex')
  const isRight = timingSafeEqual(digestOf(text), stored.length === 32 ? stored : Buffer.alloc(32))
  if (row === undefined || !isRight || row[2] !== 't') return undefined
  const [id = '', , , isStale] = row as readonly string[]
  if (isStale === 't')
    await store.run(
      sql`update ${part.name} set ${part.column('lastUsedAt')} = acervo.now(),
        ${part.column('lastUsedIp')} = ${ip ?? null}::inet where ${part.column('id')} = ${id}`,
    )
  return toKeyInfo(store, prefix, row)
}

function toKeyInfo(store: Store, prefix: string, row: readonly (string | null)[]): KeyInfo {
  const [id, , , , userId, roles, held, claims, scopes, routes, networks, perSecond] = row
  const [serviceId, serviceName, rowsPerRequest, rowsPerDay, purpose] = row.slice(12)
  const list = (text: string | null | undefined) => JSON.parse(text ?? '[]') as string[]
  const own = [...list(held), ...declaredPermissions(store, list(roles))]
  const asked = list(scopes)
  return {
    id: id as string,
    prefix,
    userId: userId ?? undefined,
    service: serviceId
      ? {
          id: serviceId,
          name: serviceName ?? '',
          purpose: purpose?.slice(0, purposeMax) ?? undefined,
          rowsPerRequest: toNumber(rowsPerRequest),
          rowsPerDay: toNumber(rowsPerDay),
        }
      : undefined,
    permissions: within(store, userId ? (asked.length === 0 ? own : meet(own, asked)) : asked),
    claims: JSON.parse(claims ?? '{}'),
    routes: list(routes),
    networks: toBlockList(list(networks)),
    perSecond: toNumber(perSecond),
  }
}

/** The key may be used from there and for that. */
export function mayUse(
  { networks, routes }: Pick<KeyInfo, 'networks' | 'routes'>,
  asked: { readonly ip: string | undefined; readonly method: string; readonly path: string },
): boolean {
  const { ip = '', method, path } = asked
  const bare = ip.startsWith('::ffff:') && isIP(ip.slice(7)) === 4 ? ip.slice(7) : ip
  const family = isIP(bare)
  const isNear =
    networks === undefined || (family !== 0 && networks.check(bare, family === 4 ? 'ipv4' : 'ipv6'))
  return isNear && (routes.length === 0 || routes.some((one) => isRoute(one, method, path)))
}

function isRoute(pattern: string, method: string, path: string): boolean {
  const [verb = '', place = ''] = pattern.split(' ')
  const isMethod = verb === '*' || verb === method || (verb === 'GET' && method === 'HEAD')
  // `/v1/global/*`: the place and what lies below it.
  return isMethod && (place.endsWith('/*') ? path.startsWith(place.slice(0, -1)) : path === place)
}

function toBlockList(networks: readonly string[]): BlockList | undefined {
  if (networks.length === 0) return undefined
  const list = new BlockList()
  for (const network of networks) {
    const subnet = toSubnet(network)
    if (subnet !== undefined) list.addSubnet(...subnet)
  }
  return list
}

function toSubnet(text: string): [string, number, 'ipv4' | 'ipv6'] | undefined {
  const [address = '', bits] = text.split('/')
  const family = isIP(address)
  if (family === 0) return undefined
  const max = family === 4 ? 32 : 128
  const length = bits === undefined ? max : /^\d{1,3}$/.test(bits) ? Number(bits) : -1
  if (length < 0 || length > max) return undefined
  return [address, length, family === 4 ? 'ipv4' : 'ipv6']
}

function toNumber(text: string | null | undefined): number | undefined {
  return text === null || text === undefined ? undefined : Number(text)
}

/** By row id or public id. @throws ACV209 */
export async function revokeApiKey(
  store: Store,
  actor: string,
  { key, userId }: { readonly key: string; readonly userId?: string },
): Promise<void> {
  const part = store.need('apiKey')
  const c = part.column
  const own = userId === undefined ? raw('') : sql` and ${c('user')} = ${userId}`
  const [done] = await store.runAs(
    actor,
    sql`update ${part.name} set ${c('revokedAt')} = acervo.now()
      where (${c('id')}::text = ${key} or ${c('prefix')} = ${key}) and ${c('revokedAt')} is null${own}`,
  )
  if ((done?.count ?? 0) === 0) throw noKey()
}

/** A new key like the old, which goes on for `graceSeconds`. @throws ACV209 */
export async function rotateApiKey(
  store: Store,
  actor: string,
  {
    key,
    userId,
    graceSeconds = 86_400,
  }: { readonly key: string; readonly userId?: string; readonly graceSeconds?: number },
): Promise<MadeKey> {
  const part = store.need('apiKey')
  const c = part.column
  const made = createKey()
  const own = userId === undefined ? raw('') : sql` and ${c('user')} = ${userId}`
  const like = [
    'scopes',
    'routes',
    'networks',
    'perSecond',
    'user',
    'serviceAccount',
    'name',
  ].filter((field) => part.has(field))
  const copied = like.map((field) => c(field))
  const extra = part.has('lastFour')
  const [done] = await store.runAs(
    actor,
    sql`with old as (
      update ${part.name} set ${c('expiresAt')} =
          least(${c('expiresAt')}, acervo.now() + ${graceSeconds}::integer * interval '1 second')
        where (${c('id')}::text = ${key} or ${c('prefix')} = ${key}) and ${c('revokedAt')} is null
          and (${c('expiresAt')} is null or ${c('expiresAt')} > acervo.now())${own}
        returning ${join(copied, ', ')}
    ) insert into ${part.name} (${join(copied, ', ')}, ${c('prefix')}, ${c('keyHash')}, ${c('expiresAt')}${extra ? sql`, ${c('lastFour')}` : raw('')})
    select ${join(copied, ', ')}, ${made.id}, ${part.digest('keyHash', made.digest)},
      acervo.now() + ${daysDefault}::integer * interval '1 day'${extra ? sql`, ${made.last4}` : raw('')} from old
    returning ${c('id')}, ${isoSql(c('expiresAt'))}`,
  )
  const [id, expiresAt] = done?.rows[0] ?? []
  if (!id || !expiresAt) throw noKey()
  return { id, prefix: made.id, expiresAt, key: made.text }
}

export async function listApiKeys(store: Store, userId?: string): Promise<readonly ListedKey[]> {
  const part = store.need('apiKey')
  const k = (field: string) => at(part, 'k', field)
  const optional = (field: string) => (part.has(field) ? sql`${k(field)}::text` : raw('null::text'))
  const own = userId === undefined ? raw('') : sql` and ${k('user')} = ${userId}`
  const [found] = await store.run(sql`select ${k('id')}, ${optional('name')}, ${k('prefix')},
      coalesce('user:' || ${optional('user')}, 'service:' || ${optional('serviceAccount')}),
      array_to_json(${k('scopes')}), ${isoSql(k('expiresAt'))}, ${isoSql(k('lastUsedAt'))}
    from ${part.name} k where ${k('revokedAt')} is null
      and (${k('expiresAt')} is null or ${k('expiresAt')} > acervo.now())${own}
    order by ${k('id')} limit 1000`)
  return (found?.rows ?? []).map(([id, name, prefix, holder, scopes, expiresAt, lastUsedAt]) => ({
    id: id as string,
    name: name ?? null,
    prefix: prefix as string,
    holder: holder ?? null,
    scopes: JSON.parse(scopes ?? '[]') as string[],
    expiresAt: expiresAt ?? null,
    lastUsedAt: lastUsedAt ?? null,
  }))
}

function noKey(): AcervoError {
  return new AcervoError('ACV209', 'there is no such key', {
    details: 'It does not exist, has ended or belongs to somebody else.',
  })
}

/** @throws ACV209 */
export async function findServiceAccount(store: Store, name: string): Promise<string> {
  const part = store.need('serviceAccount')
  const [found] = await store.run(
    sql`select ${part.column('id')} from ${part.name} v where ${part.column('name')} = ${name} and ${part.live('v')}`,
  )
  const id = found?.rows[0]?.[0]
  if (id) return id
  throw new AcervoError('ACV209', `there is no service account '${name.slice(0, 80)}'`)
}
