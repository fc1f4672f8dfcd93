// Where backups are kept, as this room sees it: names of backups, and files under them. A folder is one; others fit
// the same shape. A file is there whole or not at all; which files make a backup whole is manifest.ts. The WAL of a
// server stands beside them under a name of its own, which no list of backups has.
import { AcervoError } from '../errors/index.ts'

/** `20261122T020000Z-daily-4f2a91` */
export const namePattern = /^\d{8}T\d{6}Z-[a-z0-9-]+$/
/** `wal-7437029384756102938`: by the identifier of the server. */
const archivePattern = /^wal-\d{1,20}$/

/** Beside the backups, and no backup: what drills found. */
export const drillsFolder = 'drills'

/** @throws ACV420 for what is neither a backup nor an archive, nor the folder of drills. */
export function toStoredName(name: string): string {
  const isKnown = namePattern.test(name) || archivePattern.test(name) || name === drillsFolder
  if (isKnown) return name
  throw new AcervoError('ACV420', `'${name}' is no name of a backup`, {
    hint: 'acervo backup list shows them.',
  })
}

/** Paths come from manifests, which anybody may have written. */
export function toSteps(path: string): readonly string[] {
  const steps = path.split('/')
  if (steps.every((step) => /^[\w.$-]+$/.test(step) && !/^\.+$/.test(step))) return steps
  throw new AcervoError('ACV421', `'${path}' is no path of a backup`)
}

export interface BackupStore {
  /** For people; no secret. */
  readonly place: string
  /** Names of backups, whole or not, in order. */
  list(): Promise<readonly string[]>
  /** Paths of one backup, or of the folder of drills, in order; empty where there is none. */
  files(backup: string): Promise<readonly string[]>
  write(backup: string, path: string, chunks: AsyncIterable<Uint8Array>): Promise<void>
  /** @throws ACV421 where the file is not there. */
  read(backup: string, path: string): AsyncIterable<Uint8Array>
  /** One file of an archive whose files stand for themselves; one that is not there is gone already. */
  removeFile(archive: string, path: string): Promise<void>
  /** What makes it whole first: one that is cut short half-way is no backup any more. */
  remove(backup: string): Promise<void>
}

/** Small texts only: a manifest, a list of sums. */
export async function readText(
  store: BackupStore,
  backup: string,
  path: string,
  bytesMax = 64_000_000,
): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of store.read(backup, path)) {
    bytes += chunk.length
    if (bytes > bytesMax) break
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
