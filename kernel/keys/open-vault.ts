// Opens the keys of a platform: the key file where one is named, else keys in memory. Whoever was erased is erased
// again before anything opens: a database that came back from a backup may hold keys that were deleted since.
import { access } from 'node:fs/promises'
import type { Target } from '../database/target.ts'
import { AcervoError } from '../errors/index.ts'
import { type KeyFile, openKeyFile, openKeysInMemory } from './key-file.ts'
import { replayTombstones, type Standing } from './shred.ts'
import { Vault } from './vault.ts'

export interface VaultOptions {
  /** Made where it is not there; without it keys live and die with the process. */
  readonly keyFile?: string
  readonly standing: readonly Standing[]
}

/** @throws ACV331 where a new key file would stand over data that an old one encrypts. */
export async function openVault({ keyFile, standing }: VaultOptions): Promise<Vault> {
  const kms = await openKeys(
    keyFile,
    standing.map(({ target }) => target),
  )
  await replayTombstones(kms, standing)
  return new Vault(kms)
}

async function openKeys(path: string | undefined, targets: readonly Target[]): Promise<KeyFile> {
  const isThere =
    path !== undefined &&
    (await access(path).then(
      () => true,
      () => false,
    ))
  const isLost = !isThere && (await holdKeys(targets))
  if (isLost)
    throw new AcervoError('ACV331', 'the key file is not there', {
      details:
        path === undefined
          ? 'None is named, and the database holds keys that one of them wrapped.'
          : `Looked for: ${path}. The database holds keys that it wrapped.`,
      hint: 'Put it back, or name it with ACERVO_KEY_FILE. A new one cannot read what the old one encrypted.',
    })
  return path === undefined ? openKeysInMemory() : openKeyFile(path)
}

async function holdKeys(targets: readonly Target[]): Promise<boolean> {
  for (const target of targets) {
    const statement = { text: 'select exists (select from acervo.data_key)', values: [] }
    const [result] = await target.group({ settings: {} }, [statement])
    if (result?.rows[0]?.[0] === 't') return true
  }
  return false
}
