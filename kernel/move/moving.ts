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
  /** While the platform serves; unset: nobody runs. */
  readonly online?: OnlineOptions
  readonly onMove?: (progress: MoveProgress) => void
}

export interface OnlineOptions {
  /** The URL under which the target's server reaches the source; unset: that of the migrator. */
  readonly via?: string
  /** For how long writers may wait at most; 2,000. */
  readonly pauseMs?: number
  /** For how long a transaction in hand is let go on before it is cut; 10,000. */
  readonly drainMs?: number
}

export type MoveProgress =
  | { readonly step: 'check' | 'prepare' | 'mark' | 'place' | 'undo' }
  // Of a move while the platform serves.
  | { readonly step: 'resume' | 'fence' | 'drain' | 'sequences' | 'clean' }
  | {
      readonly step: 'replicate'
      readonly tables: number
      readonly ready: number
      readonly rows: number
    }
  | { readonly step: 'catch-up'; readonly bytes: number; readonly seconds: number }
  | { readonly step: 'read' | 'compare'; readonly table: string }
  | {
      readonly step: 'copy'
      readonly table: string
      readonly copied: number
      readonly rows: number
    }

export interface MoveReport {
  /** `finished`: an earlier call had moved the rows already. */
  readonly state: 'moved' | 'finished' | 'checked' | 'aborted'
  readonly from: string
  readonly to: string
  readonly tables: readonly MovedTable[]
  /** Of a move while the platform served. */
  readonly online?: OnlineReport
}

export interface OnlineReport {
  /** From the first writer that waited until all were sent to the new place. */
  readonly pauseMs: number
  /** The moment before it, in which both sides were photographed for the comparison. */
  readonly glanceMs: number
  readonly attempts: number
  /** From the first step to the last. */
  readonly seconds: number
  /** What could not be cleaned up behind it. */
  readonly left?: string
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
