// Which backups a store has, newest first: whole, half or changed, and what the last drill of each found.
import { isAcervoError } from '../errors/index.ts'
import { drillFile, type Manifest, readManifest } from './manifest.ts'
import { type BackupStore, readText } from './store.ts'

export interface ListedBackup {
  readonly name: string
  /** By its manifest and its list of sums; the files themselves are verify's to read. */
  readonly state: 'whole' | 'half' | 'changed'
  readonly manifest?: Manifest
  readonly drill?: DrillRecord
}

export interface DrillRecord {
  readonly name: string
  /** When it ended. */
  readonly at: string
  readonly ok: boolean
  /** From the first byte read to the last check: what a recovery takes. */
  readonly seconds: number
  /** Of which the restore itself. */
  readonly restoreSeconds: number
  /** How old the backup was: what a recovery by it would have lost. */
  readonly ageSeconds: number
  readonly engine: string
  readonly tables: number
  readonly rows: number
  readonly checks: readonly DrillCheck[]
}

export interface DrillCheck {
  readonly check: string
  readonly ok: boolean
  readonly details?: string
}

export async function listBackups(store: BackupStore): Promise<readonly ListedBackup[]> {
  const listed: ListedBackup[] = []
  for (const name of await store.list()) listed.push(await readListed(store, name))
  return listed.reverse()
}

async function readListed(store: BackupStore, name: string): Promise<ListedBackup> {
  try {
    const manifest = await readManifest(store, name)
    const drill = await readDrill(store, name)
    return { name, state: 'whole', manifest, ...(drill === undefined ? {} : { drill }) }
  } catch (error) {
    if (!isAcervoError(error)) throw error
    if (error.code === 'ACV420' || error.code === 'ACV422') return { name, state: 'half' }
    if (error.code === 'ACV421') return { name, state: 'changed' }
    throw error
  }
}

async function readDrill(store: BackupStore, name: string): Promise<DrillRecord | undefined> {
  if (!(await store.files(name)).includes(drillFile)) return undefined
  try {
    return JSON.parse(await readText(store, name, drillFile)) as DrillRecord
  } catch {
    return undefined
  }
}
