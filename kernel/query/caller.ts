// Who asks what of which database: what every function of this room that waits is given.
import type { Context, Target } from '../database/target.ts'
import type { Vault } from '../keys/vault.ts'
import type { Model } from '../model/model.ts'

export interface Targets {
  /** By schema, which is the name of the logical database. */
  of(schema: string): Target
}

export interface Caller {
  readonly targets: Targets
  readonly model: Model
  readonly context: Context
  /** The keys of encrypted columns, opened at the first wish. */
  readonly vault?: () => Promise<Vault>
  /** Whether encrypted values of a table (short name, model name) are shown whole; without it they are. */
  readonly mayUnmask?: (database: string, table: string) => boolean
}
