// What the steps of a move share while the platform serves.
import type { Direct } from '../database/target.ts'
import type { Moving } from './moving.ts'
import type { ReplicationNames } from './replication.ts'

/** A second session on either side looks on and holds the photographs. */
export interface Online extends Moving {
  readonly watch: Direct
  readonly twin: Direct
  readonly names: ReplicationNames
  readonly pauseMs: number
  readonly drainMs: number
}
