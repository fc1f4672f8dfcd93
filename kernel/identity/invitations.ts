// Invitations: an address, a role that is no more than the inviter's, seven days. A new one for the same address takes
// the place of the old; the database lets two wait for one address never.
import { join, raw, type Sql, sql, toStatement } from '../database/sql.ts'
import { AcervoError } from '../errors/index.ts'
import { assertAddress } from './address.ts'
import { refusedToken } from './one-time-tokens.ts'
import { hashPassword } from './password/hash.ts'
import { assertPassword } from './password/rules.ts'
import { digestOf } from './secret/random.ts'
import { createToken, systemOf } from './secret/token.ts'
import { isoSql } from './sessions.ts'
import { at, type Store } from './store.ts'
import { assertMayGive, type Doer, grantRole, insertUser, permissionsOfRole } from './users.ts'

export interface Invited {
  readonly id: string
  readonly email: string
  readonly expiresAt: string
  /** For the link: shown once, to whoever sends it. */
  readonly token: string
}

const week = 604_800

/** @throws ACV205, ACV302 where the address has an account, ACV625 for a role beyond the inviter's. */
export async function invite(
  store: Store,
  doer: Doer,
  given: { readonly email?: unknown; readonly role?: unknown },
): Promise<Invited> {
  const email = assertAddress(given.email)
  const role = typeof given.role === 'string' ? given.role : undefined
  const { user } = store
  const part = store.need('invitation')
  const c = part.column
  const token = createToken('invite', store.system)
  return store.transaction(doer.actor, async (session) => {
    const ask = (query: Sql) => session.query(toStatement(query))
    if (role !== undefined)
      assertMayGive(store, doer, await permissionsOfRole(store, ask, role), role)
    // Those who invite one address at once come one after the other: the later one's invitation stands.
    const lock = JSON.stringify(['invitation', store.system, email])
    await ask(sql`select pg_advisory_xact_lock(hashtextextended(${lock}, 7411))`)
    const known = await ask(
      sql`select from ${user.name} u where lower(${at(user, 'u', 'email')}) = ${email} and ${user.live('u')}`,
    )
    if (known.count > 0)
      throw new AcervoError('ACV302', 'this address has an account already', {
        hint: 'Give the account a role instead.',
      })
    await ask(sql`update ${part.name} set ${c('status')} = 'CANCELLED'
      where ${c('email')} = ${email} and ${c('status')} = 'PENDING'`)
    const names = [c('email'), c('tokenHash'), c('expiresAt')]
    const seconds = Number(part.settings.lifeSeconds ?? week)
    const values = [
      sql`${email}`,
      part.digest('tokenHash', token.digest),
      sql`acervo.now() + ${seconds}::integer * interval '1 second'`,
    ]
    if (part.has('invitedBy')) {
      names.push(c('invitedBy'))
      values.push(inviterValue(store, doer.actor))
    }
    if (role !== undefined) {
      names.push(c('role'))
      values.push(roleValue(store, role))
    }
    const { rows } =
      await ask(sql`insert into ${part.name} (${join(names, ', ')}) values (${join(values, ', ')})
      returning ${c('id')}, ${isoSql(c('expiresAt'))}`)
    const [id = '', expiresAt = ''] = (rows[0] ?? []) as readonly string[]
    return { id, email, expiresAt, token: token.text }
  })
}

/** A link to the user, which an operator is not; or who it was, as the audit names them. */
function inviterValue(store: Store, actor: string): Sql {
  if (store.need('invitation').columnOf('invitedBy')?.spec.link === undefined) return sql`${actor}`
  return actor.startsWith('user:') ? sql`${actor.slice(5)}::uuid` : raw('null')
}

/** A link to a role, or its name. */
function roleValue(store: Store, role: string): Sql {
  const roles = store.part('role')
  const isLink = store.need('invitation').columnOf('role')?.spec.link !== undefined
  if (roles === undefined || !isLink) return sql`${role}`
  return sql`(select ${at(roles, 'r', 'id')} from ${roles.name} r where ${at(roles, 'r', 'name')} = ${role})`
}

export interface Acceptance {
  readonly token?: unknown
  readonly password?: unknown
  readonly columns?: Readonly<Record<string, string>>
}

/**
 * The invited person becomes a user with a password and the role that was meant; answers their id.
 * @throws ACV302 where the address has got an account meanwhile, ACV622, ACV623
 */
export async function acceptInvitation(store: Store, given: Acceptance): Promise<string> {
  const { token } = given
  if (typeof token !== 'string' || systemOf('invite', token) !== store.system) throw refusedToken()
  const part = store.need('invitation')
  const c = part.column
  // Before a hash is spent on it.
  const [waiting] = await store.run(sql`select ${c('email')} from ${part.name}
    where ${c('tokenHash')} = ${part.digest('tokenHash', digestOf(token))} and ${c('status')} = 'PENDING'`)
  const invited = waiting?.rows[0]?.[0]
  if (!invited) throw refusedToken()
  const hash = await hashPassword(assertPassword(given.password, invited))
  return store.transaction('service:identity', async (session) => {
    const ask = (query: Sql) => session.query(toStatement(query))
    const role = part.has('role') ? roleName(store) : raw('null')
    const { rows } =
      await ask(sql`update ${part.name} i set ${c('status')} = 'ACCEPTED', ${c('acceptedAt')} = acervo.now()
      where ${at(part, 'i', 'tokenHash')} = ${part.digest('tokenHash', digestOf(token))}
        and ${at(part, 'i', 'status')} = 'PENDING' and ${at(part, 'i', 'expiresAt')} > acervo.now()
      returning ${at(part, 'i', 'email')}, ${role}`)
    const [email, meant] = rows[0] ?? []
    if (!email) throw refusedToken()
    const columns = assertPlain(store, given.columns ?? {})
    const userId = await insertUser(store, ask, { email, hash, columns, isVerified: true })
    // What the role may was held against the inviter when they invited.
    if (meant) await grantRole(store, ask, { actor: 'service:identity' }, { userId, role: meant })
    return userId
  })
}

/** Words about themselves only: no state, no link, nothing that a claim or a right is read from. */
function assertPlain(
  { user }: Store,
  columns: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const { active, claims = {} } = user.settings as {
    readonly active?: { readonly column: string }
    readonly claims?: Readonly<Record<string, string>>
  }
  const meant = [...(user.table.identity?.columns.values() ?? [])].map(({ name }) => name)
  const closed = new Set([...meant, ...Object.values(claims), active?.column])
  for (const name of Object.keys(columns)) {
    const spec = user.table.columns.get(name)?.spec
    const isText = spec?.type.name === 'text' || spec?.type.name === 'varchar'
    if (isText && spec.link === undefined && spec.values === undefined && !closed.has(name))
      continue
    throw new AcervoError('ACV208', `'${name.slice(0, 80)}' is not given by whoever is invited`)
  }
  return columns
}

function roleName(store: Store): Sql {
  const part = store.need('invitation')
  const roles = store.part('role')
  const isLink = part.columnOf('role')?.spec.link !== undefined
  if (roles === undefined || !isLink) return at(part, 'i', 'role')
  return sql`(select ${at(roles, 'r', 'name')} from ${roles.name} r where ${at(roles, 'r', 'id')} = ${at(part, 'i', 'role')})`
}
