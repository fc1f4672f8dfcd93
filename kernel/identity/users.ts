// The people of a store: made, listed, disabled, given a password and roles. A change of password or state ends every
// session and stops every key, in the same transaction.
import { join, quoteIdentifier, raw, type Sql, sql, toStatement } from '../database/sql.ts'
import { AcervoError } from '../errors/index.ts'
import { assertAddress } from './address.ts'
import { hashPassword, verifyPassword } from './password/hash.ts'
import { assertPassword, toPassword } from './password/rules.ts'
import {
  declaredPermissions,
  isWithin,
  permissionsSql,
  rolesSql,
  roleValueSql,
  within,
} from './permissions.ts'
import { isoSql, lockSql, revokeAllSql } from './sessions.ts'
import { refusedSignIn } from './sign-in.ts'
import { activeSql, at, type Store, setActiveSql } from './store.ts'

export interface NewUser {
  readonly email: unknown
  readonly password?: unknown
  /** Names of roles. */
  readonly roles?: readonly string[]
  /** Columns of the specification that the store does not know: `displayName`. */
  readonly columns?: Readonly<Record<string, string>>
}

/** Who does it, and what they may: nobody gives away what they do not have. */
export interface Doer {
  readonly actor: string
  /** Undefined: may all. */
  readonly permissions?: readonly string[]
}

export interface ListedUser {
  readonly id: string
  readonly email: string
  readonly isActive: boolean
  readonly roles: readonly string[]
  readonly lastSignInAt: string | null
}

/** @throws ACV302 for an address that is taken, ACV622, ACV625 */
export async function createUser(store: Store, doer: Doer, given: NewUser): Promise<string> {
  const email = assertAddress(given.email)
  const hash =
    given.password === undefined
      ? undefined
      : await hashPassword(assertPassword(given.password, email))
  return store.transaction(doer.actor, async (session) => {
    const ask = async (query: Sql) => session.query(toStatement(query))
    const id = await insertUser(store, ask, { email, hash, columns: given.columns ?? {} })
    for (const role of given.roles ?? []) await grantRole(store, ask, doer, { userId: id, role })
    return id
  })
}

type Ask = (
  query: Sql,
) => Promise<{ readonly rows: readonly (readonly (string | null)[])[]; readonly count: number }>

interface UserRow {
  readonly email: string
  readonly hash: string | undefined
  readonly columns: Readonly<Record<string, string>>
  readonly isVerified?: boolean
}

export async function insertUser({ user }: Store, ask: Ask, row: UserRow): Promise<string> {
  const values: (readonly [Sql, Sql])[] = [[user.column('email'), sql`${row.email}`]]
  if (row.hash !== undefined) {
    if (!user.has('passwordHash'))
      throw new AcervoError('ACV626', 'this system keeps no passwords', {
        hint: 'Sign in through another issuer.',
      })
    values.push([user.column('passwordHash'), sql`${row.hash}`])
  }
  if (row.isVerified === true) values.push([user.column('emailVerifiedAt'), raw('acervo.now()')])
  const { active } = user.settings as { readonly active?: { column: string; is: string | boolean } }
  if (active !== undefined) {
    const column = user.table.columns.get(active.column)
    if (column !== undefined)
      values.push([raw(quoteIdentifier(column.sqlName)), sql`${String(active.is)}`])
  }
  for (const [name, value] of Object.entries(row.columns)) {
    const column = user.table.columns.get(name)
    if (column === undefined || !column.insertable || user.table.identity?.secrets.has(name))
      throw new AcervoError('ACV203', `a user has no column '${name}' to be given`)
    values.push([raw(quoteIdentifier(column.sqlName)), sql`${value}`])
  }
  const names = values.map(([name]) => name)
  const parts = values.map(([, value]) => value)
  const { rows } = await ask(
    sql`insert into ${user.name} (${join(names, ', ')}) values (${join(parts, ', ')}) returning ${user.column('id')}`,
  )
  return rows[0]?.[0] as string
}

/** @throws ACV209, ACV302, ACV625 */
export async function grantRole(
  store: Store,
  ask: Ask,
  doer: Doer,
  { userId, role }: { readonly userId: string; readonly role: string },
): Promise<void> {
  const { user } = store
  const [held, roles] = [store.part('userRole'), store.part('role')]
  const { actor } = doer
  assertMayGive(store, doer, await permissionsOfRole(store, ask, role), role)
  if (held === undefined || roles === undefined) {
    if (!user.has('role')) store.need('userRole')
    await ask(
      sql`update ${user.name} set ${user.column('role')} = ${roleValueSql(user, role)} where ${user.column('id')} = ${userId}`,
    )
    return
  }
  const by = held.has('grantedBy')
  const names = [
    held.column('user'),
    held.column('role'),
    ...(by ? [held.column('grantedBy')] : []),
  ]
  const given = by ? sql`, ${actor}` : raw('')
  await ask(sql`insert into ${held.name} (${join(names, ', ')})
    select ${at(user, 'u', 'id')}, ${at(roles, 'r', 'id')}${given} from ${roles.name} r, ${user.name} u
    where ${at(roles, 'r', 'name')} = ${role} and ${at(user, 'u', 'id')} = ${userId}
    on conflict do nothing`)
}

export async function takeRole(
  store: Store,
  doer: Doer,
  { userId, role }: { readonly userId: string; readonly role: string },
): Promise<void> {
  const [held, roles] = [store.need('userRole'), store.need('role')]
  await store.transaction(doer.actor, async (session) => {
    const ask = async (query: Sql) => session.query(toStatement(query))
    assertMayGive(store, doer, await permissionsOfRole(store, ask, role), role)
    const { count } = await ask(sql`delete from ${held.name} h using ${roles.name} r
      where ${at(held, 'h', 'role')} = ${at(roles, 'r', 'id')} and ${at(roles, 'r', 'name')} = ${role}
        and ${at(held, 'h', 'user')} = ${userId}`)
    if (count === 0) throw new AcervoError('ACV209', `the user does not hold the role '${role}'`)
  })
}

/** @throws ACV209 where there is no such role. */
export async function permissionsOfRole(
  store: Store,
  ask: Ask,
  role: string,
): Promise<readonly string[]> {
  const [roles, holds, permission] = [
    store.part('role'),
    store.part('rolePermission'),
    store.part('permission'),
  ]
  if (roles === undefined || holds === undefined || permission === undefined) {
    const declared = store.user.settings.roles as Readonly<Record<string, unknown>> | undefined
    if (declared !== undefined && Object.hasOwn(declared, role))
      return declaredPermissions(store, [role])
    throw new AcervoError('ACV209', `there is no role '${role}'`)
  }
  const { rows } =
    await ask(sql`select ${at(permission, 'p', 'resource')} || ':' || ${at(permission, 'p', 'action')}
    from ${roles.name} r
    left join ${holds.name} h on ${at(holds, 'h', 'role')} = ${at(roles, 'r', 'id')}
    left join ${permission.name} p on ${at(permission, 'p', 'id')} = ${at(holds, 'h', 'permission')}
    where ${at(roles, 'r', 'name')} = ${role}`)
  if (rows.length === 0) throw new AcervoError('ACV209', `there is no role '${role}'`)
  return rows.flatMap(([text]) => (text === null || text === undefined ? [] : [text]))
}

/** @throws ACV625 */
export function assertMayGive(
  store: Pick<Store, 'border'>,
  { permissions: own }: Pick<Doer, 'permissions'>,
  given: readonly string[],
  what: string,
): void {
  if (own === undefined || isWithin(within(store, given), own)) return
  throw new AcervoError('ACV625', `'${what}' may more than you may`, {
    details: 'Nobody gives away what they do not have.',
    hint: 'Ask an administrator.',
  })
}

/** The role that may all, where roles are tables and nobody has made it yet. */
export async function ensureAdministrator(store: Store, actor: string): Promise<void> {
  const [roles, holds, permission] = [
    store.part('role'),
    store.part('rolePermission'),
    store.part('permission'),
  ]
  if (roles === undefined || holds === undefined || permission === undefined) return
  const isAll = sql`${at(permission, 'p', 'resource')} = '*' and ${at(permission, 'p', 'action')} = '*'`
  const isRole = sql`${at(roles, 'r', 'name')} = 'administrator'`
  await store.runAs(
    actor,
    sql`insert into ${roles.name} (${roles.column('name')}) select 'administrator'
      where not exists (select from ${roles.name} r where ${isRole})`,
    sql`insert into ${permission.name} (${permission.column('resource')}, ${permission.column('action')})
      select '*', '*' where not exists (select from ${permission.name} p where ${isAll})`,
    sql`insert into ${holds.name} (${holds.column('role')}, ${holds.column('permission')})
      select ${at(roles, 'r', 'id')}, ${at(permission, 'p', 'id')}
      from ${roles.name} r, ${permission.name} p where ${isRole} and ${isAll} and not exists (
        select from ${holds.name} h where ${at(holds, 'h', 'role')} = ${at(roles, 'r', 'id')})`,
  )
}

/** Ends every session. @throws ACV622 */
export async function setPassword(
  store: Store,
  actor: string,
  {
    userId,
    password,
    keep,
  }: { readonly userId: string; readonly password: unknown; readonly keep?: string },
): Promise<void> {
  const { user } = store
  const [found] = await store.run(
    sql`select ${user.column('email')} from ${user.name} where ${user.column('id')} = ${userId}`,
  )
  const hash = await hashPassword(assertPassword(password, found?.rows[0]?.[0] ?? ''))
  await store.runAs(
    actor,
    ...passwordSql(store, { userId, hash, ...(keep === undefined ? {} : { keep }) }),
  )
}

export function passwordSql(
  store: Store,
  {
    userId,
    hash,
    keep,
  }: { readonly userId: string; readonly hash: string; readonly keep?: string },
): readonly Sql[] {
  const { user } = store
  return [
    sql`update ${user.name} set ${user.column('passwordHash')} = ${hash} where ${user.column('id')} = ${userId}`,
    revokeAllSql(store, userId, keep),
  ]
}

/** By whoever is signed in: the old password is asked for again. The session that asks goes on. */
export async function changePassword(
  store: Store,
  { userId, sessionId }: { readonly userId: string; readonly sessionId: string },
  given: { readonly password?: unknown; readonly newPassword?: unknown },
): Promise<void> {
  const { user } = store
  const [found] = await store.run(
    sql`select ${user.column('passwordHash')} from ${user.name} where ${user.column('id')} = ${userId}`,
  )
  const hash = found?.rows[0]?.[0]
  const password = toPassword(given.password)
  if (!hash || password === undefined || !(await verifyPassword(password, hash)))
    throw refusedSignIn()
  await setPassword(store, `user:${userId}`, {
    userId,
    password: given.newPassword,
    keep: sessionId,
  })
}

/** @throws ACV209, ACV304 for the last administrator. */
export async function disableUser(store: Store, actor: string, userId: string): Promise<void> {
  const { user } = store
  const change = setActiveSql(user, 'off')
  if (change === undefined)
    throw new AcervoError('ACV626', 'the users of this system have no state', {
      hint: "Name it: identity('user', { ... }, { active: { column, is, off } }).",
    })
  const key = store.part('apiKey')
  const [, changed] = await store.runAs(
    actor,
    lockSql(store, sql`${userId}`),
    sql`update ${user.name} set ${change} where ${user.column('id')} = ${userId}`,
    ...(store.part('session') === undefined ? [] : [revokeAllSql(store, userId)]),
    ...(key?.has('user') === true
      ? [
          sql`update ${key.name} set ${key.column('revokedAt')} = acervo.now()
            where ${key.column('user')} = ${userId} and ${key.column('revokedAt')} is null`,
        ]
      : []),
  )
  if ((changed?.count ?? 0) === 0) throw new AcervoError('ACV209', 'there is no such user')
}

/** The id of the user with that address or id. @throws ACV209 */
export async function findUser(store: Store, given: string): Promise<string> {
  const { user } = store
  const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(given)
  const condition = isId
    ? sql`${user.column('id')} = ${given}`
    : sql`lower(${user.column('email')}) = ${assertAddress(given)}`
  const [found] = await store.run(
    sql`select ${user.column('id')} from ${user.name} u where ${condition} and ${user.live('u')}`,
  )
  const id = found?.rows[0]?.[0]
  if (id) return id
  throw new AcervoError('ACV209', 'there is no such user', {
    details: `Given: ${given.slice(0, 80)}.`,
  })
}

export async function listUsers(store: Store): Promise<readonly ListedUser[]> {
  const { user } = store
  const [found] =
    await store.run(sql`select ${at(user, 'u', 'id')}, ${at(user, 'u', 'email')}, ${activeSql(user, 'u')},
      array_to_json(${rolesSql(store, 'u')}), ${isoSql(at(user, 'u', 'lastSignInAt'))}
    from ${user.name} u where ${user.live('u')} order by ${at(user, 'u', 'email')} collate "C" limit 10000`)
  return (found?.rows ?? []).map(([id, email, isActive, roles, lastSignInAt]) => ({
    id: id as string,
    email: email as string,
    isActive: isActive === 't',
    roles: JSON.parse(roles ?? '[]') as string[],
    lastSignInAt: lastSignInAt ?? null,
  }))
}

export interface Explained {
  readonly permission: string
  /** Names of roles that give it; none where it is the user's own. */
  readonly roles: readonly string[]
}

/** Each permission of a user, and which of their roles gives it. */
export async function explainPermissions(
  store: Store,
  userId: string,
): Promise<readonly Explained[]> {
  const { user } = store
  const [found] = await store.run(
    sql`select array_to_json(${rolesSql(store, 'u')}), array_to_json(${permissionsSql(store, 'u')})
      from ${user.name} u where ${at(user, 'u', 'id')} = ${userId}`,
  )
  const [roles, held] = [0, 1].map((at) => JSON.parse(found?.rows[0]?.[at] ?? '[]') as string[])
  const ask: Ask = async (query) => (await store.run(query))[0] ?? { rows: [], count: 0 }
  const given = new Map<string, string[]>()
  for (const role of roles ?? [])
    for (const permission of await permissionsOfRole(store, ask, role))
      given.set(permission, [...(given.get(permission) ?? []), role])
  for (const permission of held ?? []) if (!given.has(permission)) given.set(permission, [])
  return [...given].map(([permission, names]) => ({ permission, roles: names }))
}

/**
 * Who shuts somebody out, or hands over the way into their account, may all that they may.
 * @throws ACV209, ACV625
 */
export async function assertAbove(store: Store, doer: Doer, userId: string): Promise<string> {
  const { user } = store
  const [found] = await store.run(
    sql`select ${at(user, 'u', 'id')}, array_to_json(${rolesSql(store, 'u')}), array_to_json(${permissionsSql(store, 'u')})
      from ${user.name} u where ${at(user, 'u', 'id')} = ${userId} and ${user.live('u')}`,
  )
  const [id, roles, held] = found?.rows[0] ?? []
  if (!id) throw new AcervoError('ACV209', 'there is no such user')
  const theirs = [
    ...(JSON.parse(held ?? '[]') as string[]),
    ...declaredPermissions(store, JSON.parse(roles ?? '[]') as string[]),
  ]
  assertMayGive(store, doer, theirs, 'the user')
  return id
}

/** @throws ACV209 */
export async function emailOf({ user, run }: Store, userId: string): Promise<string> {
  const [found] = await run(
    sql`select ${user.column('email')} from ${user.name} where ${user.column('id')} = ${userId}`,
  )
  const email = found?.rows[0]?.[0]
  if (email) return email
  throw new AcervoError('ACV209', 'there is no such user')
}

export async function listRoles(store: Store, userId: string): Promise<readonly string[]> {
  const { user } = store
  const [found] = await store.run(
    sql`select array_to_json(${rolesSql(store, 'u')}) from ${user.name} u where ${at(user, 'u', 'id')} = ${userId}`,
  )
  return JSON.parse(found?.rows[0]?.[0] ?? '[]') as string[]
}
