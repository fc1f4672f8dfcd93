// What a restore is asked, says on its way and answers; and what its steps share.
import type { Direct, Engine, Target } from '../database/target.ts'
import type { Tombstone } from '../keys/kms.ts'
import type { HomedFiles, MigrateOptions } from '../migrate/placed.ts'
import type { DatabaseModel } from '../model/model.ts'
import type { Reading } from './backup-file.ts'
import type { DatabaseEntry, Digests, Manifest } from './manifest.ts'
import type { LooseReference } from './references.ts'
import type { Opener } from './sealing.ts'
import type { BackupStore } from './store.ts'

export interface RestoreOptions extends Omit<MigrateOptions, 'targets'> {
  readonly store: BackupStore
  readonly name: string
  readonly opener: Opener
  /** Verifier keys: nothing is restored that none of them has signed. Empty: whoever made it. */
  readonly trusted?: readonly string[] | undefined
  /** All that the backup has where it is left out. */
  readonly databases?: readonly DatabaseModel[] | undefined
  /** Where none of their schemas is; asked for once the backup is found whole and its key opens it. */
  readonly target: () => Promise<Target>
  /** Subjects whose keys were deleted, whenever. */
  readonly tombstones: readonly Tombstone[]
  /** Where the other databases live: references are looked up there, too. */
  readonly live?: { of(schema: string): Target } | undefined
  /** Left marked as arriving: no platform starts on it. */
  readonly keepsClosed?: boolean
  readonly onRestore?: (progress: RestoreProgress) => void
}

export type RestoreProgress =
  | { readonly step: 'structure' | 'erase' | 'undo' }
  | { readonly step: 'verify'; readonly table: string; readonly done: number; readonly of: number }
  | {
      readonly step: 'load' | 'compare' | 'references'
      readonly table: string
      readonly done: number
      readonly of: number
    }

export interface RestoreReport {
  readonly name: string
  readonly takenAt: string
  readonly to: string
  readonly engine: Engine
  readonly databases: readonly string[]
  readonly tables: number
  readonly rows: number
  readonly seconds: number
  /** Files that the code has and the backup had not: a start or `migrate apply` applies them. */
  readonly pending: readonly string[]
  /** Keys deleted again of subjects who were erased after the backup. */
  readonly erased: number
  readonly needs: Manifest['needs']
  readonly embeddings: Manifest['embeddings']
  readonly loose: readonly LooseReference[]
  /** Foreign keys that rows of a partial backup do not keep: left unchecked, or left out. */
  readonly keys: readonly string[]
}

/** What the steps share. */
export interface Restoring extends Omit<RestoreOptions, 'target'>, Reading {
  readonly target: Target
  readonly signal?: AbortSignal | undefined
  readonly there: Direct
  readonly databases: readonly DatabaseModel[]
  readonly entries: readonly DatabaseEntry[]
  readonly sets: readonly HomedFiles[]
  readonly schemas: readonly string[]
  readonly digests: Digests
}
