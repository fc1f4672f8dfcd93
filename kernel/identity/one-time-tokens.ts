// Tokens that are good once: to confirm an address, to choose a new password. Hashed, bound to their purpose, with an
// end; of several that use one at once, one gets it.
import { sql, toStatement } from '../database/sql.ts'
import { AcervoError } from '../errors/index.ts'
import { normaliseAddress } from './address.ts'
import { assertOpen, claimSql, settleSql } from './attempts.ts'
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
 * Somebody has asked for a link by address. Where the address has an account, the database's outbox tells whoever sends
 * mail, who issues the token then: none stands in an event. What is done and answered is the same for every address.
 * @throws ACV621
 */
export async function requestLink(
  store: Store,
  purpose: Purpose,
  given: { readonly email: unknown; readonly ip?: string | undefined },
): Promise<void> {
  const { user, outbox } = store
  const email = normaliseAddress(given.email)
  const account = `${purpose} ${email ?? String(given.email).slice(0, 320)}`
  assertOpen(await store.run(...claimSql({ system: store.system, account, ip: given.ip })))
  if (outbox === undefined) return
  const payload = sql`jsonb_build_object('userId', ${at(user, 'u', 'id')}, 'purpose', ${purpose}::text)`
  await store.run(sql`insert into ${outbox} (aggregate_type, aggregate_id, event_type, payload)
    select 'User', ${at(user, 'u', 'id')}::text, 'SignInLinkRequested', ${payload} from ${user.name} u
    where lower(${at(user, 'u', 'email')}) = ${email ?? ''} and ${activeSql(user, 'u')}`)
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
  const email = await ownerOf(store, 'reset', given.token)
  const hash = await hashPassword(assertPassword(given.password, email))
  return use(store, 'reset', given.token, (userId) => [
    sql`update ${user.name} set ${user.column('passwordHash')} = ${hash},
      ${user.column('emailVerifiedAt')} = coalesce(${user.column('emailVerifiedAt')}, acervo.now())
      where ${user.column('id')} = ${userId}`,
    revokeAllSql(store, userId),
    // Who was shut out by somebody's guesses is in again.
    settleSql({ system: store.system, account: email, ip: undefined }),
  ])
}

/** The address of whose token it is, before a hash is spent on it. @throws ACV623 */
async function ownerOf(store: Store, purpose: Purpose, text: unknown): Promise<string> {
  if (typeof text !== 'string' || systemOf(purpose, text) !== store.system) throw refusedToken()
  const part = store.need('token')
  const { user } = store
  const [found] = await store.run(sql`select ${at(user, 'u', 'email')} from ${part.name} t
    join ${user.name} u on ${at(user, 'u', 'id')} = ${at(part, 't', 'user')}
    where ${at(part, 't', 'tokenHash')} = ${part.digest('tokenHash', digestOf(text))}
      and ${at(part, 't', 'usedAt')} is null`)
  const email = found?.rows[0]?.[0]
  if (!email) throw refusedToken()
  return email
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
