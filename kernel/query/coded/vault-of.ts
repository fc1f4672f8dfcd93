// The keys of whoever asks, and how they ask the database for more.

import type { Session } from '../../database/target.ts'
import { AcervoError } from '../../errors/index.ts'
import type { KeyAsker, Vault } from '../../keys/vault.ts'
import type { Caller } from '../caller.ts'
import { findDatabase } from '../name.ts'
import { joinedSession, targetOf } from '../transaction.ts'

/** @throws ACV331 where the platform was opened without keys. */
export async function vaultOf({ vault }: Caller): Promise<Vault> {
  if (vault !== undefined) return vault()
  throw new AcervoError('ACV331', 'the platform was opened without keys', {
    hint: 'Give a key file (ACERVO_KEY_FILE), or a data directory in which one is made.',
  })
}

export function keyAsker(caller: Caller, database: string, within?: Session): KeyAsker {
  const target = targetOf(caller, findDatabase(caller.model, database).schema)
  const session = within ?? joinedSession(target, caller.context)
  return session === undefined
    ? { joined: false, group: (statements) => target.group(caller.context, statements) }
    : { joined: true, group: (statements) => session.group(statements) }
}
