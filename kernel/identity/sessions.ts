// Sessions: a random token shown once, its digest kept. They end by idleness, by age, by their owner, with the
// password, and, whole families of them, when a token is shown that rotation has replaced.
import { raw, type Sql, sql } from '../database/sql.ts'
import { AcervoError } from '../errors/index.ts'
import { claimsSql, declaredPermissions, permissionsSql, rolesSql, within } from './permissions.ts'
import { digestOf } from './secret/random.ts'
import { createToken, type Token } from './secret/token.ts'
import { activeSql, at, type Part, type Store } from './store.ts'

export interface Device {
  readonly ip?: string | undefined
  readonly userAgent?: string | undefined
}

export interface SessionInfo {
  readonly id: string
  readonly userId: string
  readonly expiresAt: string
  readonly roles: readonly string[]
  readonly permissions: readonly string[]
  readonly claims: Readonly<Record<string, string | readonly string[]>>
}

export interface ListedSession {
  readonly id: string
  readonly expiresAt: string
  readonly lastSeenAt: string | null
  readonly ip: string | null
  readonly userAgent: string | null
  readonly isCurrent: boolean
}

const day = 86_400

export function idleSeconds({ settings }: Part): number {
  return Number(settings.idleSeconds ?? day)
}

export function absoluteSeconds({ settings }: Part): number {
  return Number(settings.absoluteSeconds ?? 30 * day)
}

export const isoSql = (value: Sql): Sql =>
  sql`to_char(${value} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`

/**
 * Inserts a session for the rows of `from` (an alias `u` of users, locked against a change of password or state);
 * answers id, user and end. No row: there was nobody to sign in.
 */
export function insertSession(store: Store, token: Token, device: Device, from: Sql): Sql {
  const session = store.need('session')
  const c = session.column
  const names = sql`${c('user')}, ${c('tokenHash')}, ${c('expiresAt')}, ${c('lastSeenAt')}, ${c('family')}, ${c('ip')}, ${c('userAgent')}`
  const seconds = absoluteSeconds(session)
  return sql`with u as (${from} for share of u)
    insert into ${session.name} (${names})
    select u.id, ${session.digest('tokenHash', token.digest)}, acervo.now() + ${seconds}::integer * interval '1 second',
      acervo.now(), acervo.uuid7(), ${device.ip ?? null}::inet, ${cut(device.userAgent)}::text from u
    returning ${c('id')}, ${c('user')}, ${isoSql(c('expiresAt'))}`
}

/** The session of a token; undefined where there is none that counts. A replaced token ends its family. */
export async function findSession(store: Store, text: string): Promise<SessionInfo | undefined> {
  const { user } = store
  const session = store.need('session')
  const s = (field: string) => at(session, 's', field)
  const idle = idleSeconds(session)
  const seen = sql`coalesce(${s('lastSeenAt')}, ${s('expiresAt')} - ${absoluteSeconds(session)}::integer * interval '1 second')`
  const [found] = await store.run(sql`select ${s('id')}, ${s('user')}, ${isoSql(s('expiresAt'))},
      ${s('replacedAt')} is not null,
      ${s('revokedAt')} is null and ${s('expiresAt')} > acervo.now()
        and ${seen} + ${idle}::integer * interval '1 second' > acervo.now() and ${activeSql(user, 'u')},
      ${seen} < acervo.now() - interval '1 minute',
      array_to_json(${rolesSql(store, 'u')}), array_to_json(${permissionsSql(store, 'u')}), ${claimsSql(store, 'u')},
      ${s('family')}
    from ${session.name} s join ${user.name} u on ${at(user, 'u', 'id')} = ${s('user')}
    where ${s('tokenHash')} = ${session.digest('tokenHash', digestOf(text))}`)
  const [row] = found?.rows ?? []
  if (row === undefined) return undefined
  const [
    id = '',
    userId = '',
    expiresAt = '',
    isReplaced,
    isGood,
    isStale,
    roles,
    held,
    claims,
    family,
  ] = row as string[]
  if (isReplaced === 't') {
    await endFamily(store, session, { userId, family: family as string })
    return undefined
  }
  if (isGood !== 't') return undefined
  if (isStale === 't')
    await store.run(
      sql`update ${session.name} set ${session.column('lastSeenAt')} = acervo.now() where ${session.column('id')} = ${id}`,
    )
  const names = JSON.parse(roles ?? '[]') as string[]
  return {
    id,
    userId,
    expiresAt,
    roles: names,
    permissions: within(store, [
      ...(JSON.parse(held ?? '[]') as string[]),
      ...declaredPermissions(store, names),
    ]),
    claims: toClaims(JSON.parse(claims ?? '{}')),
  }
}

/**
 * A new token for the old one, which ends. Only one of several that ask at once gets it: the others showed a token
 * that was replaced, and end all.
 */
export async function rotateSession(store: Store, text: string, device: Device) {
  const session = store.need('session')
  const c = session.column
  const token = createToken('session', store.system)
  const names = sql`${c('user')}, ${c('tokenHash')}, ${c('expiresAt')}, ${c('lastSeenAt')}, ${c('family')}, ${c('ip')}, ${c('userAgent')}`
  const { user } = store
  const digest = session.digest('tokenHash', digestOf(text))
  const holder = sql`select ${at(user, 'u', 'id')} as id from ${user.name} u
      join ${session.name} s on ${at(session, 's', 'user')} = ${at(user, 'u', 'id')}
      where ${at(session, 's', 'tokenHash')} = ${digest} and ${activeSql(user, 'u')} for share of u`
  // The lock on the user orders it against whoever ends all sessions: none is made behind their back.
  const [made] = await store.run(sql`with holder as (${holder}), old as (
      update ${session.name} set ${c('replacedAt')} = acervo.now()
      where ${c('tokenHash')} = ${digest} and ${c('user')} in (select id from holder)
        and ${c('replacedAt')} is null and ${c('revokedAt')} is null and ${c('expiresAt')} > acervo.now()
      returning ${c('user')}, ${c('expiresAt')}, ${c('family')}
    ) insert into ${session.name} (${names})
    select ${c('user')}, ${session.digest('tokenHash', token.digest)}, ${c('expiresAt')}, acervo.now(),
      ${c('family')}, ${device.ip ?? null}::inet, ${cut(device.userAgent)}::text from old
    returning ${c('id')}, ${isoSql(c('expiresAt'))}`)
  const [row] = made?.rows ?? []
  if (row === undefined) {
    await findSession(store, text)
    throw refusedSession()
  }
  return { token: token.text, id: row[0] as string, expiresAt: row[1] as string }
}

export async function listSessions(
  store: Store,
  userId: string,
  currentId: string | undefined,
): Promise<readonly ListedSession[]> {
  const session = store.need('session')
  const c = session.column
  const idle = idleSeconds(session)
  const [found] =
    await store.run(sql`select ${c('id')}, ${isoSql(c('expiresAt'))}, ${isoSql(c('lastSeenAt'))},
      host(${c('ip')}::inet), ${c('userAgent')} from ${session.name}
    where ${c('user')} = ${userId} and ${c('revokedAt')} is null and ${c('replacedAt')} is null
      and ${c('expiresAt')} > acervo.now()
      and coalesce(${c('lastSeenAt')}, acervo.now()) + ${idle}::integer * interval '1 second' > acervo.now()
    order by ${c('lastSeenAt')} desc nulls last limit 200`)
  return (found?.rows ?? []).map(([id, expiresAt, lastSeenAt, ip, userAgent]) => ({
    id: id as string,
    expiresAt: expiresAt as string,
    lastSeenAt: lastSeenAt as string | null,
    ip: ip ?? null,
    userAgent: userAgent ?? null,
    isCurrent: id === currentId,
  }))
}

/** With the others of its family. @throws ACV209 for a session that is not this user's. */
export async function revokeSession(store: Store, userId: string, id: string): Promise<void> {
  const session = store.need('session')
  const c = session.column
  const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)
  const [done] = isId
    ? (
        await store.run(
          lockSql(store, sql`${userId}`),
          sql`update ${session.name} set ${c('revokedAt')} = acervo.now()
        where ${c('user')} = ${userId} and ${c('revokedAt')} is null and ${c('family')} = (
          select ${at(session, 'o', 'family')} from ${session.name} o
          where ${at(session, 'o', 'id')} = ${id} and ${at(session, 'o', 'user')} = ${userId})`,
        )
      ).slice(1)
    : []
  if ((done?.count ?? 0) > 0) return
  throw new AcervoError('ACV209', 'there is no such session', {
    details: 'It does not exist, has ended or belongs to somebody else.',
  })
}

/** Every session of the user, `except` one; a statement for somebody else's group. */
export function revokeAllSql(store: Store, userId: string, except?: string): Sql {
  const session = store.need('session')
  const c = session.column
  const others = except === undefined ? raw('') : sql` and ${c('id')} <> ${except}`
  return sql`update ${session.name} set ${c('revokedAt')} = acervo.now()
    where ${c('user')} = ${userId} and ${c('revokedAt')} is null${others}`
}

export function refusedSession(): AcervoError {
  return new AcervoError('ACV601', 'no valid session was given', { hint: 'Sign in again.' })
}

interface Family {
  readonly userId: string
  readonly family: string
}

async function endFamily(store: Store, session: Part, { userId, family }: Family): Promise<void> {
  const c = session.column
  await store.run(
    lockSql(store, sql`${userId}`),
    sql`update ${session.name} set ${c('revokedAt')} = acervo.now()
    where ${c('family')} = ${family} and ${c('revokedAt')} is null`,
  )
}

/** Whoever makes sessions holds the user's row: what follows sees all that were made. */
export function lockSql({ user }: Store, userId: Sql): Sql {
  return sql`select from ${user.name} where ${user.column('id')} = ${userId} for no key update`
}

function cut(text: string | undefined): string | null {
  return text === undefined ? null : text.replaceAll('\0', '').slice(0, 300)
}

function toClaims(value: Readonly<Record<string, unknown>>) {
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name,
      Array.isArray(one) ? one.map(String) : String(one),
    ]),
  )
}
