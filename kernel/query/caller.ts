// Who asks what of which database: what every function of this room that waits is given.
import type { Context, Target } from '../database/target.ts'
import type { Model } from '../model/model.ts'

export interface Targets {
  /** By schema, which is the name of the logical database. */
  of(schema: string): Target
}

export interface Caller {
  readonly targets: Targets
  readonly model: Model
  readonly context: Context
}
