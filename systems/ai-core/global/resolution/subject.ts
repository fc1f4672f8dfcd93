// A record on its way through resolution, and what the database answered about the parties that it may belong to.
import type { MatchKey, Normalised, PartyRecord } from '../matching/index.ts'

export type Attributes = Readonly<Record<string, unknown>>

/** A record to be resolved. */
export interface Subject {
  readonly id: string
  readonly source: string
  readonly attributes: Attributes
  readonly fields: Normalised
  readonly keys: readonly MatchKey[]
  /** The party it belongs to now; for a record that is just being written, the one it gets if nobody matches. */
  readonly homeId: string
  /** True when neither the record nor its party stands in the database yet. */
  readonly isNew: boolean
  /** True when a new record's party is written whoever matches: its id was given, and stays good. */
  readonly keepsHome?: boolean
  readonly receivedAt: string
  /** What is written with a record that is just coming. */
  readonly said?: Said
}

/** The record as its source said it. */
export interface Said {
  readonly sourceKey: string
  readonly digest: string
  readonly payload: unknown
}

/** A record under a key of the subject at this place of the batch. */
export interface Hit {
  readonly at: number
  readonly recordId: string
  readonly partyId: string
  /** Of the keys that both have, how rare they are in sum. */
  readonly shared: number
}

export interface KnownParty {
  readonly id: string
  readonly records: readonly PartyRecord[]
}

export interface Surroundings {
  readonly hits: readonly Hit[]
  /** Keys that too many have: they find nobody, and nobody is added to them. */
  readonly crowded: ReadonlySet<bigint>
  readonly parties: ReadonlyMap<string, KnownParty>
}
