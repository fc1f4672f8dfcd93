// What the commands of backups share: where backups are kept, for whom they are sealed, what opens them, which one is
// meant, and how they are told.
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Config } from '../config.ts'
import {
  type BackupSigner,
  type BackupStore,
  listBackups,
  type Opener,
  openBackupSigner,
  openFolderStore,
  readIdentity,
  readVerifier,
  type Sealer,
  toOpener,
  toSealer,
  unsealed,
} from '../kernel/backup/index.ts'
import { AcervoError } from '../kernel/index.ts'
import { readTombstones } from '../kernel/keys/index.ts'
import { toAuditDirectory } from './audit-place.ts'
import type { Option, OptionValues } from './command.ts'
import type { Io } from './terminal/io.ts'

export const storeOption: Option = {
  type: 'string',
  value: 'PLACE',
  meaning: {
    en: 'folder or store of the backups (ACERVO_BACKUP_URL; else backups in the data directory)',
    es: 'carpeta o almacén de las copias (ACERVO_BACKUP_URL; si no, backups en la carpeta de datos)',
  },
}

export const identityOption: Option = {
  type: 'string',
  value: 'FILE',
  meaning: {
    en: 'file with the age identities that open it (ACERVO_BACKUP_IDENTITY_FILE)',
    es: 'fichero con las identidades age que la abren (ACERVO_BACKUP_IDENTITY_FILE)',
  },
}

export const anySignerOption: Option = {
  type: 'boolean',
  meaning: {
    en: 'whoever signed it, and if nobody did: where the own key is lost',
    es: 'la firme quien la firme, o nadie: cuando se ha perdido la clave propia',
  },
}

export const nameArgument = {
  name: 'backup',
  isOptional: true,
  meaning: {
    en: 'its name; the latest without it; server: the latest of a whole server',
    es: 'su nombre; sin él, la última; server: la última de un servidor entero',
  },
} as const

type Here = Pick<Io, 'cwd'>

/** @throws ACV427 for an address that is no place. */
export async function openStore(
  config: Config,
  { cwd }: Here,
  { store }: OptionValues,
): Promise<BackupStore> {
  const address = typeof store === 'string' ? store : config.backupUrl
  if (address === undefined)
    return openFolderStore(join(resolve(cwd, config.dataDirectory), 'backups'))
  if (address.startsWith('file:')) return openFolderStore(fileURLToPath(address))
  if (!/^[a-z0-9]+:\/\//i.test(address)) return openFolderStore(resolve(cwd, address))
  if (/^(s3|https?):/.test(address))
    return (await import('./s3-place.ts')).openS3Place(address, config)
  throw new AcervoError('ACV427', 'the store is neither a folder nor a bucket', {
    hint: 'Give a path, or a URL that begins with file://, s3:// or https://.',
  })
}

/** @throws ACV423 where nobody is named and nothing says that this is meant. */
export async function toSealers(
  config: Config,
  options: OptionValues,
): Promise<{ readonly sealer: Sealer; readonly apart?: Sealer }> {
  const main = toNames(options.recipient, config.backupRecipients)
  const other = toNames(options['recipient-apart'], config.backupRecipientsApart)
  const isOpen = options.unencrypted === true || (main.length === 1 && main[0] === 'none')
  if (main.length === 0 && !isOpen)
    throw new AcervoError('ACV423', 'nobody is named for whom the backup is sealed', {
      hint: 'acervo backup key FILE makes a key and says its recipient: --recipient age1..., or ACERVO_BACKUP_RECIPIENTS. Or say --unencrypted.',
    })
  const sealer = isOpen ? unsealed : await toSealer(main)
  return other.length === 0 ? { sealer } : { sealer, apart: await toSealer(other) }
}

function toNames(option: string | true | undefined, configured: readonly string[]) {
  if (typeof option !== 'string') return configured
  return option.split(',').map((one) => one.trim())
}

/** Made at the first backup, in the folder of the audit. */
export function signerOf(config: Config, io: Here): BackupSigner {
  return openBackupSigner(toAuditDirectory(config, io))
}

/** Verifier keys; none where nobody was named and this machine has no key. */
export function trustedOf(
  config: Config,
  io: Here,
  { 'any-signer': isAny }: OptionValues = {},
): readonly string[] {
  if (isAny === true) return []
  if (config.backupVerifiers.length > 0) return config.backupVerifiers
  const own = readVerifier(toAuditDirectory(config, io))
  return own === undefined ? [] : [own]
}

/** Without a file there is one that opens what is not sealed, and what GnuPG opens. */
export async function openerOf(
  config: Config,
  { cwd }: Here,
  { identity }: OptionValues,
): Promise<{ readonly opener: Opener; readonly isGiven: boolean }> {
  const path = typeof identity === 'string' ? identity : config.backupIdentityFile
  if (path === undefined) return { opener: await toOpener([]), isGiven: false }
  return { opener: await toOpener([await readIdentity(resolve(cwd, path))]), isGiven: true }
}

/** `server` is the last one of a whole server. @throws ACV420 where there is no whole one. */
export async function findName(
  store: BackupStore,
  word: string | undefined,
  trusted: readonly string[],
): Promise<string> {
  const wished = word ?? 'latest'
  if (wished !== 'latest' && wished !== 'server') return wished
  const latest = (await listBackups(store, trusted)).find(
    ({ state, signed, manifest }) =>
      state === 'whole' &&
      (trusted.length === 0 || signed === 'trusted') &&
      (manifest?.server !== undefined) === (wished === 'server'),
  )
  if (latest !== undefined) return latest.name
  throw new AcervoError('ACV420', 'there is no backup', {
    details: `Looked in ${store.place}.`,
    hint: `acervo backup ${wished === 'server' ? 'base' : 'create'} makes one.`,
  })
}

/** Who was erased, ever: beside the key file. */
export function tombstonesOf(config: Config, { cwd }: Here) {
  const file = config.keyFile ?? join(config.dataDirectory, 'keys.json')
  return readTombstones(`${resolve(cwd, file)}.shredded`)
}

export function toSize(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  const at = bytes < 1 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), units.length - 1)
  return `${(bytes / 1000 ** at).toFixed(at === 0 ? 0 : 1)} ${units[at]}`
}
