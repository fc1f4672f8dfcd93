// What a request may be run with, beside itself.
import type { GroupOptions } from '../database/target.ts'
import type { PlanOptions } from './planning.ts'

export interface RunOptions extends PlanOptions, GroupOptions {
  /** Encrypted values stay between their tabs, for an answer that is kept. */
  readonly sealed?: boolean
}
