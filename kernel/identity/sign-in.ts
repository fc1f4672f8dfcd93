// Sign in with address and password. Whatever is wrong, the words are the same, an unknown address costs the same
// hash, and a refusal comes no earlier than a fixed time after the question.
import { setTimeout as pause } from 'node:timers/promises'
import { raw, type Sql, sql } from '../database/sql.ts'
import { AcervoError } from '../errors/index.ts'
import { tableSql } from '../query/table-sql.ts'
import { normaliseAddress } from './address.ts'
import { type Attempt, assertOpen, claimSql, settleSql } from './attempts.ts'
import { hashPassword, isOutdated, verifyPassword } from './password/hash.ts'
import { toPassword } from './password/rules.ts'
import { createToken } from './secret/token.ts'
import { type Device, insertSession } from './sessions.ts'
import { activeSql, at, type Store } from './store.ts'

export interface SignedIn {
  /** Shown once. */
  readonly token: string
  readonly expiresAt: string
  /** The user's row as answers show it. */
  readonly user: unknown
  readonly userId: string
  readonly sessionId: string
}

export interface SignInOptions {
  /** How long a refusal takes at least. */
  readonly refusalMs: number
}

interface Known {
  readonly id: string
  readonly hash: string | null
  readonly isActive: boolean
}

export async function signIn(
  store: Store,
  given: { readonly email?: unknown; readonly password?: unknown },
  device: Device,
  { refusalMs }: SignInOptions,
): Promise<SignedIn> {
  const startedAtMs = performance.now()
  try {
    return await tryToSignIn(store, given, device)
  } catch (error) {
    await rest(refusalMs, startedAtMs)
    throw error
  }
}

/** What takes longer for one than for another shows it no more. */
export async function noEarlierThan<T>(leastMs: number, work: () => Promise<T>): Promise<T> {
  const startedAtMs = performance.now()
  try {
    return await work()
  } finally {
    await rest(leastMs, startedAtMs)
  }
}

async function rest(leastMs: number, startedAtMs: number): Promise<void> {
  const leftMs = leastMs - (performance.now() - startedAtMs)
  if (leftMs > 0) await pause(leftMs)
}

async function tryToSignIn(
  store: Store,
  given: { readonly email?: unknown; readonly password?: unknown },
  device: Device,
): Promise<SignedIn> {
  const { user } = store
  if (!user.has('passwordHash')) throw refusedSignIn()
  const address = normaliseAddress(given.email)
  const attempt: Attempt = {
    system: store.system,
    account: address ?? String(given.email).slice(0, 320),
    ip: device.ip,
  }
  const find = sql`select ${at(user, 'u', 'id')}, ${at(user, 'u', 'passwordHash')}, ${activeSql(user, 'u')}
    from ${user.name} u where lower(${at(user, 'u', 'email')}) = ${address ?? ''} and ${user.live('u')} limit 2`
  const results = await store.run(...claimSql(attempt), find)
  assertOpen(results.slice(0, 2))
  const rows = results[2]?.rows ?? []
  const [id, hash = null, isActive] = rows.length === 1 ? (rows[0] ?? []) : []
  const known: Known | undefined =
    id === undefined || id === null ? undefined : { id, hash, isActive: isActive === 't' }
  const password = toPassword(given.password)
  const isRight = await verifyPassword(password ?? '', known?.hash ?? (await dummyHash()))
  if (
    !isRight ||
    known === undefined ||
    known.hash === null ||
    !known.isActive ||
    password === undefined
  )
    throw refusedSignIn()
  const fresh = isOutdated(known.hash) ? await hashPassword(password) : undefined
  return admit(store, device, sql`${known.id}`, {
    // The password may have been changed while it was compared.
    condition: sql`${at(user, 'u', 'passwordHash')} = ${known.hash}`,
    attempt,
    ...(fresh === undefined ? {} : { rehash: { old: known.hash, fresh } }),
  })
}

interface Admission {
  readonly condition?: Sql
  readonly attempt?: Attempt
  readonly rehash?: { readonly old: string; readonly fresh: string }
}

/** A session for a user who has proved who they are. @throws ACV620 where the user may not sign in after all. */
export async function admit(
  store: Store,
  device: Device,
  userId: Sql,
  { condition, attempt, rehash }: Admission = {},
): Promise<SignedIn> {
  const { user, system } = store
  const token = createToken('session', system)
  const also = condition === undefined ? raw('') : sql` and ${condition}`
  const from = sql`select ${at(user, 'u', 'id')} as id from ${user.name} u
    where ${at(user, 'u', 'id')} = ${userId} and ${activeSql(user, 'u')}${also}`
  const upgrade =
    rehash === undefined
      ? raw('')
      : sql`, ${user.column('passwordHash')} = case when ${user.column('passwordHash')} = ${rehash.old}
          then ${rehash.fresh} else ${user.column('passwordHash')} end`
  const [made] = await store.run(insertSession(store, token, device, from))
  const [sessionId, id, expiresAt] = made?.rows[0] ?? []
  if (!sessionId || !id || !expiresAt) throw refusedSignIn()
  const [, shown] = await store.run(
    sql`update ${user.name} set ${user.column('lastSignInAt')} = acervo.now()${upgrade}
      where ${user.column('id')} = ${id}`,
    shownUserSql(store, sql`${id}`),
    ...(attempt === undefined ? [] : [settleSql(attempt)]),
  )
  return {
    token: token.text,
    expiresAt,
    user: JSON.parse(shown?.rows[0]?.[0] ?? 'null'),
    userId: id,
    sessionId,
  }
}

export function shownUserSql({ user }: Store, userId: Sql): Sql {
  const list = raw(tableSql(user.table).shown('u'))
  return sql`select row_to_json(x) from (select ${list} from ${user.name} u
    where ${at(user, 'u', 'id')} = ${userId}) x`
}

export function refusedSignIn(): AcervoError {
  return new AcervoError('ACV620', 'the sign-in was refused', {
    details: 'Address or password are wrong, or the account may not sign in.',
  })
}

let made: Promise<string> | undefined

/** Of a password that nobody knows: compared where there is nothing to compare with. */
function dummyHash(): Promise<string> {
  made ??= hashPassword(createToken('session', 'none').text)
  return made
}
