// Where backups are kept, as this room sees it: names of backups, and files under them. A folder is one; others fit
// the same shape. A file is there whole or not at all; which files make a backup whole is manifest.ts.

export interface BackupStore {
  /** For people; no secret. */
  readonly place: string
  /** Names of backups, whole or not, in order. */
  list(): Promise<readonly string[]>
  /** Paths of one backup, in order; empty where there is none. */
  files(backup: string): Promise<readonly string[]>
  write(backup: string, path: string, chunks: AsyncIterable<Uint8Array>): Promise<void>
  /** @throws ACV421 where the file is not there. */
  read(backup: string, path: string): AsyncIterable<Uint8Array>
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
