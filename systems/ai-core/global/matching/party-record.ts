// One source record as the matcher sees it: who said it and what it says once normalised.
import type { Normalised } from './normalise.ts'

export interface PartyRecord {
  /** The id of the source record. */
  readonly id: string
  readonly source: string
  readonly fields: Normalised
}
