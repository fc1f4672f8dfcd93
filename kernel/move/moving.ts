// What a move is asked, says on its way and answers; and what its steps share.
import type { Direct, Target } from '../database/target.ts'
import type { HomedFiles, MigrateOptions } from '../migrate/placed.ts'
import type { DatabaseModel } from '../model/model.ts'

export interface MoveOptions extends MigrateOptions {
  /** All of one place. */
  readonly databases: readonly DatabaseModel[]
  readonly target: Target
  /** Says to everybody where they are from now on; the last step, and the only one that cannot be half done. */
  readonly place: () => Promise<void>
  readonly dryRun?: boolean
  readonly onMove?: (progress: MoveProgress) => void
}

export type MoveProgress =
  | { readonly step: 'check' | 'prepare' | 'mark' | 'place' | 'undo' }
  | { readonly step: 'read' | 'compare'; readonly table: string }
  | {
      readonly step: 'copy'
      readonly table: string
      readonly copied: number
      readonly rows: number
    }

export interface MoveReport {
  /** `finished`: an earlier call had moved the rows already. */
  readonly state: 'moved' | 'finished' | 'checked'
  readonly from: string
  readonly to: string
  readonly tables: readonly MovedTable[]
}

/** What the steps share. */
export interface Moving extends MoveOptions {
  readonly from: Target
  /** Of the databases that move. */
  readonly sets: readonly HomedFiles[]
  readonly schemas: readonly string[]
  readonly source: Direct
  readonly there: Direct
}

export interface MovedTable {
  readonly table: string
  readonly rows: number
  readonly digest: string
}
