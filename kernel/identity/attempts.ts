// How often somebody may try to sign in: by account and by network address, counted before the attempt is made. What
// is counted is the address as given, so that an account nobody has is closed in the same way.
import { isIPv6 } from 'node:net'
import { type Sql, sql } from '../database/sql.ts'
import type { Result } from '../database/target.ts'
import { AcervoError } from '../errors/index.ts'
import { digestOf } from './secret/random.ts'

/** Failures in 15 minutes, after which nobody may try for 15 minutes. */
export const attemptLimits = Object.freeze({ account: 10, address: 100 })

export interface Attempt {
  readonly system: string
  /** In its one form. */
  readonly account: string
  readonly ip: string | undefined
}

/** Two statements; `assertOpen` reads their results. */
export function claimSql({ system, account, ip }: Attempt): readonly Sql[] {
  const claim = (kind: string, text: string, max: number) =>
    sql`select acervo.sign_in_claim(${system}, ${kind}, ${digestOf(text)}::bytea, ${max}::integer)`
  return [
    claim('account', account, attemptLimits.account),
    claim('address', networkOf(ip), attemptLimits.address),
  ]
}

export function settleSql({ system, account, ip }: Attempt): Sql {
  return sql`select acervo.sign_in_settle(${system}, ${digestOf(account)}::bytea, ${digestOf(networkOf(ip))}::bytea)`
}

/** @throws ACV621 with the seconds to wait. */
export function assertOpen(results: readonly Result[]): void {
  const seconds = Math.max(...results.map(({ rows }) => Number(rows[0]?.[0] ?? 0)))
  if (seconds <= 0) return
  throw new AcervoError('ACV621', 'there were too many attempts', {
    details: `Open again in ${seconds} seconds.`,
    hint: 'Wait, or choose a new password by the link in a mail.',
  })
}

/** An IPv6 customer has a whole /64. */
function networkOf(ip: string | undefined): string {
  if (ip === undefined) return 'unknown'
  if (!isIPv6(ip)) return ip
  const [head = '', tail = ''] = ip.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === '' ? [] : tail.split(':')
  const zeros = ip.includes('::')
    ? new Array(Math.max(0, 8 - left.length - right.length)).fill('0')
    : []
  return [...left, ...zeros, ...right]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')
}
