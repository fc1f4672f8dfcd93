// Idempotency keys beside encrypted values: the digest of a request would give a guessed value away, and what an
// action answered may hold one. Both stand under the key of the database's blind indexes, for the day they are kept.
import type { Session } from '../../database/target.ts'
import { AcervoError } from '../../errors/index.ts'
import type { Caller } from '../caller.ts'
import type { Once } from '../idempotency.ts'
import { keyAsker, vaultOf } from './vault-of.ts'

export interface Keeping {
  readonly once: Once
  seal(answer: string): string
  /** @throws ACV330 where it is not what was kept for this key. */
  open(kept: string): string
}

export async function keepEncrypted(
  caller: Caller,
  database: string,
  session: Session,
  once: Once,
): Promise<Keeping> {
  const vault = await vaultOf(caller)
  const key = await vault.indexKey(database, keyAsker(caller, database, session))
  const place = {
    database,
    table: '#kept',
    column: 'answer',
    row: [once.principal, once.route, once.key],
    tenant: null,
  }
  const fingerprint = vault.blind(key, `${database}.#kept.request`, once.fingerprint, [])
  return {
    once: { ...once, fingerprint: fingerprint.toString('hex') },
    seal: (answer) => vault.seal(key, place, Buffer.from(answer)).toString('base64'),
    open: (kept) => {
      const cell = Buffer.from(kept, 'base64')
      if (cell.length === 0) throw new AcervoError('ACV330', 'the kept answer is empty')
      return vault.open(key, place, cell).toString()
    },
  }
}
