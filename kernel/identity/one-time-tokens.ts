// Tokens that are good once: to confirm an address, to choose a new password. Hashed, bound to their purpose, with an
// end; of several that use one at once, one gets it.
import { sql, toStatement } from '../database/sql.ts'
import { AcervoError } from '../errors/index.ts'
import { normaliseAddress } from './address.ts'
import { assertOpen, claimSql } from './attempts.ts'
import { hashPassword } from './password/hash.ts'
import { assertPassword } from './password/rules.ts'
import { digestOf } from './secret/random.ts'
import { createToken, systemOf } from './secret/token.ts'
import { revokeAllSql } from './sessions.ts'
import { activeSql, at, type Store } from './store.ts'

export type Purpose = 'verify' | 'reset'

const lifeSeconds = { verify: 86_400, reset: 1_800 } as const

/** For a user that is known; earlier tokens of the same purpose end. */
export async function issueToken(store: Store, purpose: Purpose, userId: string): Promise<string> {
  const part = store.need('token')
  const c = part.column
  const token = createToken(purpose, store.system)
  await store.run(
    sql`update ${part.name} set ${c('usedAt')} = acervo.now()
      where ${c('user')} = ${userId} and ${c('purpose')} = ${purpose} and ${c('usedAt')} is null`,
    sql`insert into ${part.name} (${c('user')}, ${c('purpose')}, ${c('tokenHash')}, ${c('expiresAt')})
      values (${userId}, ${purpose}, ${part.digest('tokenHash', token.digest)},
        acervo.now() + ${lifeSeconds[purpose]}::integer * interval '1 second')`,
  )
  return token.text
}

/**
 * A token for whoever asked by address; undefined where there is nobody. The one who asks must not learn which:
 * what is answered to them never depends on it, the token goes to the address alone.
 */
export async function issueTokenFor(
  store: Store,
  purpose: Purpose,
  given: { readonly email: unknown; readonly ip?: string | undefined },
): Promise<
  { readonly userId: string; readonly email: string; readonly token: string } | undefined
> {
  const { user } = store
  const email = normaliseAddress(given.email)
  const account = `${purpose} ${email ?? String(given.email).slice(0, 320)}`
  const results = await store.run(
    ...claimSql({ system: store.system, account, ip: given.ip }),
    sql`select ${at(user, 'u', 'id')} from ${user.name} u
      where lower(${at(user, 'u', 'email')}) = ${email ?? ''} and ${activeSql(user, 'u')}`,
  )
  assertOpen(results.slice(0, 2))
  const userId = results[2]?.rows[0]?.[0]
  if (!userId || email === undefined) return undefined
  return { userId, email, token: await issueToken(store, purpose, userId) }
}

/** Confirms the address. @throws ACV623 */
export async function verifyEmail(store: Store, text: unknown): Promise<string> {
  const { user } = store
  return use(store, 'verify', text, (userId) => [
    sql`update ${user.name} set ${user.column('emailVerifiedAt')} = acervo.now() where ${user.column('id')} = ${userId}`,
  ])
}

/** Chooses a new password: all sessions end. @throws ACV622, ACV623 */
export async function resetPassword(
  store: Store,
  given: { readonly token?: unknown; readonly password?: unknown },
): Promise<string> {
  const { user } = store
  const hash = await hashPassword(assertPassword(given.password, ''))
  return use(store, 'reset', given.token, (userId) => [
    sql`update ${user.name} set ${user.column('passwordHash')} = ${hash},
      ${user.column('emailVerifiedAt')} = coalesce(${user.column('emailVerifiedAt')}, acervo.now())
      where ${user.column('id')} = ${userId}`,
    revokeAllSql(store, userId),
  ])
}

async function use(
  store: Store,
  purpose: Purpose,
  text: unknown,
  then: (userId: string) => readonly ReturnType<typeof sql>[],
): Promise<string> {
  if (typeof text !== 'string' || systemOf(purpose, text) !== store.system) throw refusedToken()
  const part = store.need('token')
  const { user } = store
  return store.transaction('service:identity', async (session) => {
    const { rows } = await session.query(
      toStatement(sql`update ${part.name} t set ${part.column('usedAt')} = acervo.now()
        from ${user.name} u
        where ${at(part, 't', 'tokenHash')} = ${part.digest('tokenHash', digestOf(text))}
          and ${at(part, 't', 'purpose')} = ${purpose} and ${at(part, 't', 'usedAt')} is null
          and ${at(part, 't', 'expiresAt')} > acervo.now()
          and ${at(user, 'u', 'id')} = ${at(part, 't', 'user')} and ${activeSql(user, 'u')}
        returning ${at(part, 't', 'user')}`),
    )
    const userId = rows[0]?.[0]
    if (!userId) throw refusedToken()
    await session.group(then(userId).map((one) => toStatement(one)))
    return userId
  })
}

export function refusedToken(): AcervoError {
  return new AcervoError('ACV623', 'the link is not valid', {
    details: 'It is wrong, was used before, or its time is over.',
    hint: 'Ask for a new one.',
  })
}
