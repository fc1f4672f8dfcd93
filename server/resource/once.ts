// Idempotency-Key -> what the kernel needs to run a request once: for whom, for what, with which body. A key
// belongs to whoever asks and to the claims they act with: another tenant never gets a kept answer.
import { createHash, hash } from 'node:crypto'
import { AcervoError, type RunOptions } from '../../kernel/index.ts'
import { type Asking, headerOf } from './edge.ts'
import { limits } from './limits.ts'

/** Nothing where no key was given. */
export function toOnce(asking: Asking, method: string, bytes: Buffer): Pick<RunOptions, 'once'> {
  const key = headerOf(asking, 'idempotency-key')
  if (key === undefined) return {}
  assertKey(key)
  const { table, identity } = asking
  // A digest, because claims may be longer than what an index entry holds.
  const asker = hash('sha256', identity, 'base64url')
  const route = `${method} ${table.database}.${table.name} ${asker}`
  return { once: { route, key, fingerprint: fingerprintOf(asking, bytes) } }
}

function assertKey(key: string): void {
  if (/^[\x21-\x7e]+$/.test(key) && key.length <= limits.idempotencyKeyCharactersMax) return
  throw new AcervoError('ACV200', 'the Idempotency-Key is not usable', {
    details: `Given: ${key.length} characters. Allowed: 1 to ${limits.idempotencyKeyCharactersMax} visible ASCII characters.`,
    hint: 'A new UUID for each request is a good key.',
  })
}

/** Of everything that could change the answer. */
function fingerprintOf(asking: Asking, bytes: Buffer): string {
  const { segment, query } = asking
  return createHash('sha256')
    .update([segment, query, headerOf(asking, 'if-match') ?? '', ''].join('\0'))
    .update(bytes)
    .digest('hex')
}
