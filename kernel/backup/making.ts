// What a backup is asked, says on its way and answers; and what its steps share.
import type { MigrateOptions } from '../migrate/placed.ts'
import type { Writing } from './backup-file.ts'
import type { BackupContent, FileEntry, FileKey, Manifest } from './manifest.ts'
import type { Sealer } from './sealing.ts'
import type { Selection } from './selection.ts'
import type { BackupSigner } from './signing.ts'
import type { BackupStore } from './store.ts'

export interface BackupOptions
  extends Pick<MigrateOptions, 'model' | 'targets' | 'home'>,
    Selection {
  readonly store: BackupStore
  readonly sealer: Sealer
  /** For tables with encrypted columns; the same one where it is left out. */
  readonly apart?: Sealer | undefined
  /** Without one whoever may write the store can make another one. */
  readonly signer?: BackupSigner | undefined
  readonly content: BackupContent
  /** What it is made for: it stands in the name. */
  readonly label: string
  /** Retention leaves it alone where nothing is said. */
  readonly keepDays?: number | undefined
  /** Of the program. */
  readonly version: string
  readonly signal?: AbortSignal
  readonly onBackup?: (progress: BackupProgress) => void
}

export type BackupProgress =
  | { readonly step: 'snapshot' | 'manifest' | 'undo' }
  | { readonly step: 'table'; readonly table: string; readonly done: number; readonly of: number }

export interface BackupReport {
  readonly manifest: Manifest
  readonly bytes: number
  /** Stand in the databases without a declaration, and are not in it. */
  readonly undeclared: readonly string[]
}

export interface Making extends BackupOptions, Writing {
  readonly signal?: AbortSignal
  /** Filled on the way. */
  readonly files: FileEntry[]
  readonly digests: Readonly<Record<FileKey, Record<string, string>>>
  readonly undeclared: string[]
  readonly tell: (table: string) => void
}
