// A platform administrator acts for tenants that are not theirs: for a reason, for a while, on record. The record
// stands in every target before the principal is given; the database asks for it with each request. What tenants
// are is the policies' business: an elevation only says which values of the claim it covers.
import { randomUUID } from 'node:crypto'
import { sql, toStatement } from '../../database/sql.ts'
import type { Target } from '../../database/target.ts'
import { AcervoError } from '../../errors/index.ts'
import { isPermitted } from '../permission.ts'
import { type Principal, toContext } from '../principal.ts'

export interface ElevationWish {
  /** Ids; at most 100. */
  readonly tenants: readonly string[]
  /** 10 to 1,000 characters, for those who read it later. */
  readonly reason: string
  /** 1 to 480. */
  readonly minutes: number
}

/** The principal to act as: its claims hold the tenants and the elevation that covers them. */
export interface Elevated extends Principal {
  readonly elevation: { readonly id: string; readonly expiresAt: string }
}

export interface Elevation {
  readonly id: string
  readonly actor: string
  readonly tenants: readonly string[]
  readonly reason: string
  readonly givenAt: string
  readonly expiresAt: string
  readonly revokedAt: string | null
  readonly revokedBy: string | null
}

type Verb = 'create' | 'read' | 'delete'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const [tenantsMax, minutesMax, reasonMin, reasonMax] = [100, 480, 10, 1000]

/** @throws ACV322 where it is not given, ACV3xx where it cannot be recorded. */
export async function elevate(
  targets: readonly Target[],
  principal: Principal,
  wish: ElevationWish,
): Promise<Elevated> {
  assertMay(principal, 'create')
  assertWish(wish)
  if (principal.claims?.elevation !== undefined)
    throw refusal('an elevated principal elevates nobody', 'Ask as the principal itself.')
  const id = randomUUID()
  const tenants = `{${wish.tenants.join(',')}}`
  const give = toStatement(
    sql`select acervo.give_elevation(${id}::uuid, ${tenants}::uuid[], ${wish.reason.trim()}, ${String(wish.minutes)}::integer)`,
  )
  const context = { ...toContext({ ...principal, claims: {} }), role: 'acervo_app' } as const
  const ends: string[] = []
  for (const target of targets) {
    const [result] = await target.group(context, [give])
    ends.push(toInstant(result?.rows[0]?.[0] ?? ''))
  }
  const claims = { ...principal.claims, tenant: wish.tenants, elevation: id }
  const [expiresAt = ''] = ends.sort()
  return Object.freeze({ ...principal, claims, elevation: { id, expiresAt } })
}

/** The last 1,000, newest first; `live`: those in force. */
export async function listElevations(
  targets: readonly Target[],
  principal: Principal,
  { live = false }: { readonly live?: boolean } = {},
): Promise<readonly Elevation[]> {
  assertMay(principal, 'read')
  const list = toStatement(
    sql`select id, actor, to_json(tenants), reason, given_at, expires_at, revoked_at, revoked_by
      from acervo.elevations(${String(live)}::boolean)`,
  )
  const context = { ...toContext({ ...principal, claims: {} }), role: 'acervo_app' } as const
  const found = new Map<string, Elevation>()
  for (const target of targets) {
    const [result] = await target.group(context, [list])
    for (const row of result?.rows ?? []) found.set(String(row[0]), toElevation(row))
  }
  return [...found.values()].sort((a, b) => (a.givenAt < b.givenAt ? 1 : -1))
}

/** From the next request on it opens nothing. Answers whether it was in force anywhere. */
export async function endElevation(
  targets: readonly Target[],
  principal: Principal,
  id: string,
): Promise<boolean> {
  assertMay(principal, 'delete')
  if (!uuid.test(id)) throw refusal(`'${id}' is no id of an elevation`)
  const end = toStatement(sql`select acervo.end_elevation(${id}::uuid)`)
  const context = { ...toContext({ ...principal, claims: {} }), role: 'acervo_app' } as const
  let ended = false
  for (const target of targets) {
    const [result] = await target.group(context, [end])
    ended = result?.rows[0]?.[0] === 't' || ended
  }
  return ended
}

function assertMay(principal: Principal, verb: Verb): void {
  if (isPermitted(principal, { database: 'acervo', table: 'elevation', verb })) return
  throw refusal(
    `'${principal.actor}' lacks the permission acervo.elevation:${verb}`,
    'Ask an administrator of the platform.',
  )
}

function assertWish({ tenants, reason, minutes }: ElevationWish): void {
  const isList = Array.isArray(tenants) && tenants.length > 0 && tenants.length <= tenantsMax
  if (!isList || !tenants.every((tenant) => typeof tenant === 'string' && uuid.test(tenant)))
    throw refusal('its tenants are no list of ids', `Name 1 to ${tenantsMax}.`)
  const length = typeof reason === 'string' ? reason.trim().length : 0
  if (length < reasonMin || length > reasonMax || reason.includes('\0'))
    throw refusal('it has no reason', `Say why, in ${reasonMin} to ${reasonMax} characters.`)
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > minutesMax)
    throw refusal(`it is asked for ${minutes} minutes`, `Ask for 1 to ${minutesMax}.`)
}

function refusal(details: string, hint?: string): AcervoError {
  return new AcervoError('ACV322', 'the elevation is not given', {
    details: `${details}.`,
    ...(hint === undefined ? {} : { hint }),
  })
}

function toElevation(row: readonly (string | null)[]): Elevation {
  const [id, actor, tenants, reason, givenAt, expiresAt, revokedAt, revokedBy] = row
  return Object.freeze({
    id: id ?? '',
    actor: actor ?? '',
    tenants: JSON.parse(tenants ?? '[]') as string[],
    reason: reason ?? '',
    givenAt: toInstant(givenAt ?? ''),
    expiresAt: toInstant(expiresAt ?? ''),
    revokedAt: revokedAt === null || revokedAt === undefined ? null : toInstant(revokedAt),
    revokedBy: revokedBy ?? null,
  })
}

/** PostgreSQL's text of an instant in UTC -> that of decision 0002. */
function toInstant(text: string): string {
  const [day = '', time = ''] = text.replace(/\+00$/, '').split(' ')
  const [seconds, fraction = ''] = time.split('.')
  return `${day}T${seconds}.${fraction.padEnd(6, '0')}Z`
}
