// Parties while a list is resolved: which record lies where, and joining two.
import type { Candidate } from './linkage.ts'
import type { PartyRecord } from './party-record.ts'
import { representativesOf } from './representatives.ts'

interface Party {
  readonly partyId: string
  readonly members: PartyRecord[]
  records: readonly PartyRecord[]
}

export class PartySet {
  readonly #parties = new Map<string, Party>()
  /** Party of a record, by record id; a party is named after its first record. */
  readonly #partyOf = new Map<string, Party>()

  add(record: PartyRecord): void {
    const party = { partyId: record.id, members: [record], records: [record] }
    this.#parties.set(party.partyId, party)
    this.#partyOf.set(record.id, party)
  }

  /** The party that holds the record now; also the one that a merged party's id leads to. */
  of(recordId: string): Candidate | undefined {
    return this.#partyOf.get(recordId)
  }

  /** The first id of the two to have been there stays. */
  join(a: string, b: string): void {
    const into = this.#partyOf.get(a)
    const from = this.#partyOf.get(b)
    if (into === undefined || from === undefined || into === from) return
    for (const record of from.members) {
      into.members.push(record)
      this.#partyOf.set(record.id, into)
    }
    into.records = representativesOf(into.members)
    this.#parties.delete(from.partyId)
  }

  clusters(): readonly (readonly string[])[] {
    return [...this.#parties.values()].map(({ members }) => members.map(({ id }) => id))
  }
}
