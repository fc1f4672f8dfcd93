// The parties around a batch as they stand while it is resolved, in memory: who belongs where, what was merged,
// who may never be one. Pure state; nothing here asks the database.
import {
  type Candidate,
  type Constraints,
  type PartyRecord,
  representativesOf,
} from '../matching/index.ts'
import type { Surroundings } from './subject.ts'

interface WorkParty {
  readonly id: string
  readonly records: PartyRecord[]
  /** Of `records`; undefined when they have changed. */
  candidate: Candidate | undefined
  /** The party that it was merged into. */
  intoId: string | undefined
}

/** Two parties, by any id that leads to them, that are never merged. */
export type Forbidden = readonly (readonly [string, string])[]

export class Workspace {
  readonly #parties = new Map<string, WorkParty>()
  readonly #partyOfRecord = new Map<string, string>()
  readonly #forbidden: Forbidden
  /** Absent where nothing is forbidden, so that nobody asks in vain. */
  readonly constraints: Constraints | undefined

  constructor({ parties, hits }: Surroundings, forbidden: Forbidden) {
    this.#forbidden = forbidden
    for (const { id, records } of parties.values())
      for (const record of records) this.add(record, id)
    for (const { recordId, partyId } of hits) {
      this.#partyOfRecord.set(recordId, partyId)
      this.#partyOf(partyId)
    }
    this.constraints =
      forbidden.length === 0 ? undefined : { cannotLink: (a, b) => this.#cannotLink(a, b) }
  }

  add(record: PartyRecord, partyId: string): void {
    const party = this.#partyOf(this.rootOf(partyId))
    party.records.push(record)
    party.candidate = undefined
    this.place(record.id, partyId)
  }

  /** Where a record stands, without making it speak for the party. */
  place(recordId: string, partyId: string): void {
    this.#partyOfRecord.set(recordId, partyId)
  }

  /** The party that a record belongs to; undefined for records that are not around. */
  findPartyOf(recordId: string): string | undefined {
    const partyId = this.#partyOfRecord.get(recordId)
    return partyId === undefined ? undefined : this.rootOf(partyId)
  }

  rootOf(partyId: string): string {
    let id = partyId
    for (let into = this.#parties.get(id)?.intoId; into !== undefined; ) {
      id = into
      into = this.#parties.get(id)?.intoId
    }
    return id
  }

  candidate(partyId: string): Candidate {
    const party = this.#partyOf(this.rootOf(partyId))
    party.candidate ??= { partyId: party.id, records: representativesOf(party.records) }
    return party.candidate
  }

  /** `fromId` becomes a redirect. Both are roots. */
  merge(fromId: string, intoId: string): void {
    const from = this.#partyOf(fromId)
    const into = this.#partyOf(intoId)
    from.intoId = intoId
    into.records.push(...from.records)
    from.records.length = 0
    from.candidate = undefined
    into.candidate = undefined
  }

  isForbidden(a: string, b: string): boolean {
    const [left, right] = [this.rootOf(a), this.rootOf(b)]
    return this.#forbidden.some(([x, y]) => {
      const [one, other] = [this.rootOf(x), this.rootOf(y)]
      return (one === left && other === right) || (one === right && other === left)
    })
  }

  #cannotLink(a: string, b: string): boolean {
    const [left, right] = [this.findPartyOf(a), this.findPartyOf(b)]
    return left !== undefined && right !== undefined && this.isForbidden(left, right)
  }

  #partyOf(id: string): WorkParty {
    const party = this.#parties.get(id) ?? {
      id,
      records: [],
      candidate: undefined,
      intoId: undefined,
    }
    this.#parties.set(id, party)
    return party
  }
}
