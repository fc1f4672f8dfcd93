// What somebody may do: permissions of the roles that a user holds, in one query; narrowed by what a key is for.
import { quoteIdentifier, quoteLiteral, raw, type Sql, sql } from '../database/sql.ts'
import { at, type Store, sqlNameOf } from './store.ts'

/** An array of `resource:action` for the user under `alias`; null where the store keeps none as rows. */
export function permissionsSql(store: Store, alias: string): Sql {
  const [ofRoles, own] = [rolePermissionsSql(store, alias), ownPermissionsSql(store, alias)]
  if (ofRoles === undefined || own === undefined) return ofRoles ?? own ?? raw('null::text[]')
  return sql`array(select unnest(${ofRoles}) union select unnest(${own}))`
}

function rolePermissionsSql({ part, user }: Store, alias: string): Sql | undefined {
  const [held, holds, permission] = [part('userRole'), part('rolePermission'), part('permission')]
  if (held === undefined || holds === undefined || permission === undefined) return undefined
  const text = sql`${at(permission, 'p', 'resource')} || ':' || ${at(permission, 'p', 'action')}`
  const from = sql`from ${held.name} h
    join ${holds.name} rp on ${at(holds, 'rp', 'role')} = ${at(held, 'h', 'role')}
    join ${permission.name} p on ${at(permission, 'p', 'id')} = ${at(holds, 'rp', 'permission')}`
  const current = held.has('expiresAt')
    ? sql` and (${at(held, 'h', 'expiresAt')} is null or ${at(held, 'h', 'expiresAt')} > acervo.now())`
    : raw('')
  return sql`array(select distinct ${text} ${from}
    where ${at(held, 'h', 'user')} = ${at(user, alias, 'id')}${current})`
}

function ownPermissionsSql({ part, user }: Store, alias: string): Sql | undefined {
  const own = part('userPermission')
  if (own === undefined) return undefined
  const expiry = own.has('expiresAt') ? at(own, 'o', 'expiresAt') : raw('null::timestamptz')
  return sql`array(select ${at(own, 'o', 'permission')}::text from ${own.name} o
    where ${at(own, 'o', 'user')} = ${at(user, alias, 'id')}
      and (${expiry} is null or ${expiry} > acervo.now()))`
}

/** Names of the roles that the user under `alias` holds now. */
export function rolesSql({ part, user }: Store, alias: string): Sql {
  const [held, role] = [part('userRole'), part('role')]
  if (held === undefined || role === undefined)
    return user.has('role') ? sql`array[${roleSql(user, alias)}]::text[]` : raw(`'{}'::text[]`)
  const current = held.has('expiresAt')
    ? sql` and (${at(held, 'h', 'expiresAt')} is null or ${at(held, 'h', 'expiresAt')} > acervo.now())`
    : raw('')
  return sql`array(select ${at(role, 'r', 'name')} from ${held.name} h
    join ${role.name} r on ${at(role, 'r', 'id')} = ${at(held, 'h', 'role')}
    where ${at(held, 'h', 'user')} = ${at(user, alias, 'id')}${current} order by 1)`
}

/** A column of truth values tells administrators from members. */
function roleSql(user: Store['user'], alias: string): Sql {
  const role = at(user, alias, 'role')
  return isTruth(user) ? sql`case when ${role} then 'administrator' else 'member' end` : role
}

/** The role's name as its column keeps it. */
export function roleValueSql(user: Store['user'], role: string): Sql {
  return isTruth(user) ? raw(String(role === 'administrator')) : sql`${role}`
}

function isTruth(user: Store['user']): boolean {
  return user.columnOf('role')?.spec.type.name === 'boolean'
}

/** Claims as a JSON object of texts and lists of texts; empty where none is declared. */
export function claimsSql({ user }: Store, alias: string): Sql {
  const claims = Object.entries((user.settings.claims ?? {}) as Record<string, string>)
  if (claims.length === 0) return raw(`'{}'::jsonb`)
  const pairs = claims.map(([claim, column]) => {
    const name = `${alias}.${quoteIdentifier(sqlNameOf(user, column))}`
    return `${quoteLiteral(claim)}, to_jsonb(${name})`
  })
  return raw(`jsonb_strip_nulls(jsonb_build_object(${pairs.join(', ')}))`)
}

/** Roles that are no tables: the declaration says what each may. */
export function declaredPermissions({ user }: Store, roles: readonly string[]): readonly string[] {
  const declared = (user.settings.roles ?? {}) as Readonly<Record<string, readonly string[]>>
  return roles.flatMap((role) => (Object.hasOwn(declared, role) ? (declared[role] ?? []) : []))
}

/** What both allow: `insurance.*:read` and `*:*` meet in `insurance.*:read`. */
export function meet(a: readonly string[], b: readonly string[]): readonly string[] {
  return [...new Set(a.flatMap((one) => b.flatMap((other) => meetOne(one, other) ?? [])))]
}

/** What a role or a scope says is said of its own system: `*` is every database of it. */
export function within({ border }: Pick<Store, 'border'>, patterns: readonly string[]) {
  return meet(patterns, border)
}

/** Every pattern of `asked` lies within one of `held`. */
export function isWithin(asked: readonly string[], held: readonly string[]): boolean {
  return asked.every((one) => {
    const whole = normal(one)
    return whole !== undefined && held.some((other) => meetOne(one, other) === whole)
  })
}

function meetOne(a: string, b: string): string | undefined {
  const [left, right] = [split(a), split(b)]
  if (left === undefined || right === undefined) return undefined
  const met = left.map((part, at_) => meetPart(part, right[at_] ?? ''))
  return met.includes(undefined) ? undefined : render(met as string[])
}

function meetPart(a: string, b: string): string | undefined {
  if (a === b || b === '*') return a
  return a === '*' ? b : undefined
}

function normal(pattern: string): string | undefined {
  const parts = split(pattern)
  return parts === undefined ? undefined : render(parts)
}

function render([database = '', table = '', verb = '']: readonly string[]): string {
  return database === '*' && table === '*' ? `*:${verb}` : `${database}.${table}:${verb}`
}

/** Database, table, verb; undefined for what is no permission. */
function split(pattern: string): readonly string[] | undefined {
  const colon = pattern.lastIndexOf(':')
  if (colon < 1) return undefined
  const [database = '', table, more] = pattern.slice(0, colon).split('.')
  const verb = pattern.slice(colon + 1)
  if (verb === '' || more !== undefined) return undefined
  if (table === undefined) return database === '*' ? ['*', '*', verb] : undefined
  return [database, table, verb]
}
