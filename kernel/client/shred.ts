// Erasing a subject, from the client: its keys in every target, then what its blind indexes could still tell.
import type { Targets } from '../database/targets.ts'
import { AcervoError } from '../errors/index.ts'
import { atDirect } from '../keys/at-direct.ts'
import { clearBlindIndexes, type Shredded, shred } from '../keys/shred.ts'
import type { Vault } from '../keys/vault.ts'
import { hasCoded } from '../model/coded.ts'
import type { Model } from '../model/model.ts'

export interface ShredParts {
  readonly model: Model
  readonly targets: Targets
  readonly vault?: () => Promise<Vault>
}

export async function shredEverywhere(
  { model, targets, vault }: ShredParts,
  subject: string,
): Promise<Shredded> {
  if (vault === undefined) throw new AcervoError('ACV331', 'the platform was opened without keys')
  const { kms } = await vault()
  const done = await shred(kms, targets.all(), subject)
  const coded = Map.groupBy([...model.databases.values()].filter(hasCoded), ({ schema }) =>
    targets.of(schema),
  )
  for (const [target, databases] of coded)
    await atDirect(target, (direct) => clearBlindIndexes(direct, databases, done.subject))
  return done
}
