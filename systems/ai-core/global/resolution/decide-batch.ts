// Subjects, one after the other, against what is around them: the decisions of the matcher become merges, births
// and questions. Pure: the same batch in the same surroundings always ends the same.
import {
  type Candidate,
  type Decision,
  decide,
  decideParties,
  type Evidence,
  type MatchModel,
  type ReviewProposal,
  vetoOf,
} from '../matching/index.ts'
import type { Changes, Edge, NewDecision, NewReview, Settled } from './changes.ts'
import { Neighbours } from './neighbours.ts'
import type { Subject, Surroundings } from './subject.ts'
import { type Forbidden, Workspace } from './workspace.ts'

export interface DecideOptions {
  readonly model: MatchModel
  readonly forbidden: Forbidden
  /** UUIDs made in the process. */
  readonly makeId: () => string
  /** Parties that came near are compared at once and not only when the queue of rechecks is worked off. */
  readonly recheckNow: boolean
}

export function decideBatch(
  subjects: readonly Subject[],
  around: Surroundings,
  options: DecideOptions,
): Changes {
  const batch = new BatchDecider(subjects, around, options)
  for (const [at, subject] of subjects.entries()) batch.settle(subject, at)
  return batch.changes()
}

interface Support {
  readonly bits: number
  readonly evidence: readonly Evidence[]
}

class BatchDecider {
  readonly #options: DecideOptions
  readonly #workspace: Workspace
  readonly #neighbours: Neighbours
  readonly #settled: Settled[] = []
  readonly #edges: Edge[] = []
  readonly #decisions: NewDecision[] = []
  readonly #reviews = new Map<string, NewReview>()
  readonly #rechecks: (readonly [string, string])[] = []

  constructor(subjects: readonly Subject[], around: Surroundings, options: DecideOptions) {
    this.#options = options
    this.#workspace = new Workspace(around, options.forbidden)
    this.#neighbours = new Neighbours(around, subjects)
  }

  changes(): Changes {
    const isApart = ({ partyId, otherPartyId }: NewReview) =>
      this.#workspace.rootOf(partyId) !== this.#workspace.rootOf(otherPartyId)
    return {
      settled: this.#settled,
      edges: this.#edges,
      decisions: this.#decisions,
      reviews: [...this.#reviews.values()].filter(isApart),
      rechecks: this.#rechecksNow(),
    }
  }

  /** As the parties stand at the end. */
  #rechecksNow(): readonly (readonly [string, string])[] {
    const pairs = new Map<string, readonly [string, string]>()
    for (const [a, b] of this.#rechecks) {
      const [left, right] = [this.#workspace.rootOf(a), this.#workspace.rootOf(b)]
      if (left === right) continue
      const pair = left < right ? ([left, right] as const) : ([right, left] as const)
      pairs.set(pair.join(' '), pair)
    }
    return [...pairs.values()]
  }

  settle(subject: Subject, at: number): void {
    const { model } = this.#options
    const home = this.#findHome(subject)
    this.#workspace.place(subject.id, home.id)
    const candidates = this.#candidatesOf(subject, at, home)
    const decision = decide(model, subject, candidates, this.#workspace.constraints)
    const partyId = this.#settleIn(subject, home, decision)
    this.#neighbours.add(subject)
    this.#follow(partyId, home, decision)
  }

  /** A record that its party's other records contradict leaves it. */
  #findHome(subject: Subject): Home {
    if (subject.isNew)
      return { id: subject.homeId, kind: subject.keepsHome === true ? 'alone' : 'unborn' }
    const { partyId, records } = this.#workspace.candidate(subject.homeId)
    if (records.length === 0) return { id: partyId, kind: 'alone' }
    const isVetoed = records.some(({ fields }) => vetoOf(subject.fields, fields) !== undefined)
    if (!isVetoed) return { id: partyId, kind: 'shared' }
    return { id: this.#options.makeId(), kind: 'left', leftId: partyId }
  }

  #candidatesOf(subject: Subject, at: number, home: Home): readonly Candidate[] {
    const parties = new Set(home.kind === 'shared' ? [home.id] : [])
    for (const recordId of this.#neighbours.find(subject, at)) {
      const partyId = this.#workspace.findPartyOf(recordId)
      if (partyId !== undefined && (partyId !== home.id || home.kind === 'shared'))
        parties.add(partyId)
    }
    return [...parties]
      .map((id) => this.#workspace.candidate(id))
      .filter(({ records }) => records.length > 0)
  }

  /** Answers the party that the subject ends in. */
  #settleIn(subject: Subject, home: Home, decision: Decision): string {
    const best = toParties(decision)[0]
    const isUnborn = home.kind === 'unborn' && best !== undefined && decision.kind !== 'review'
    const originId = isUnborn ? best : home.id
    const decisionId = isUnborn
      ? this.#record({ kind: 'LINK', recordId: subject.id, partyId: best, ...toSupport(decision) })
      : home.kind === 'left'
        ? this.#record({
            kind: 'UNLINK',
            recordId: subject.id,
            partyId: home.id,
            otherPartyId: home.leftId,
          })
        : undefined
    this.#settled.push({ subject, originId, decisionId, hasMoved: home.kind === 'left' })
    const { id, source, fields } = subject
    this.#workspace.add({ id, source, fields }, originId)
    return originId
  }

  #follow(partyId: string, home: Home, decision: Decision): void {
    for (const other of decision.recheck) this.#rechecks.push([partyId, other])
    if (decision.kind === 'new') return
    if (decision.kind === 'review') {
      for (const proposal of decision.proposals) this.#review(partyId, proposal)
      return
    }
    const support = toSupport(decision)
    const parties = toParties(decision)
    if (home.kind === 'shared' && !parties.includes(home.id)) {
      // What the record says has moved away from the party it stands in: a person is to look.
      for (const other of parties) this.#review(partyId, { partyId: other, ...support })
      return
    }
    for (const other of parties) this.#join(partyId, other, support)
    if (this.#options.recheckNow)
      for (const other of decision.recheck) this.#recheck(partyId, other)
  }

  #recheck(a: string, b: string): void {
    const [left, right] = [this.#workspace.rootOf(a), this.#workspace.rootOf(b)]
    if (left === right) return
    const { model } = this.#options
    const found = decideParties(
      model,
      this.#workspace.candidate(left),
      this.#workspace.candidate(right),
      this.#workspace.constraints,
    )
    if (found.kind === 'merge') this.#join(left, right, found)
    if (found.kind === 'review') this.#review(left, { partyId: right, ...found })
  }

  /** The older one stays: ids rise with time. */
  #join(a: string, b: string, { bits, evidence }: Support): void {
    const [left, right] = [this.#workspace.rootOf(a), this.#workspace.rootOf(b)]
    if (left === right || this.#workspace.isForbidden(left, right)) return
    const [intoId, fromId] = left < right ? [left, right] : [right, left]
    const first = evidence[0]
    const decisionId = this.#record({
      kind: 'MERGE',
      partyId: fromId,
      otherPartyId: intoId,
      ...(first === undefined
        ? {}
        : { recordId: first.recordId, otherRecordId: first.otherRecordId }),
      bits,
      evidence,
    })
    this.#edges.push({ fromId, intoId, decisionId })
    this.#workspace.merge(fromId, intoId)
  }

  #review(a: string, { partyId: b, bits, evidence }: ReviewProposal): void {
    const [left, right] = [this.#workspace.rootOf(a), this.#workspace.rootOf(b)]
    if (left === right || this.#workspace.isForbidden(left, right)) return
    const [partyId, otherPartyId] = left < right ? [left, right] : [right, left]
    const key = `${partyId} ${otherPartyId}`
    if (!this.#reviews.has(key)) this.#reviews.set(key, { partyId, otherPartyId, bits, evidence })
  }

  #record(decision: Omit<NewDecision, 'id'>): string {
    const id = this.#options.makeId()
    this.#decisions.push({ id, ...decision })
    return id
  }
}

type Home =
  /** `unborn`: not written yet; `alone`: nobody else in it; `shared`: with other records. */
  | { readonly id: string; readonly kind: 'unborn' | 'alone' | 'shared' }
  | { readonly id: string; readonly kind: 'left'; readonly leftId: string }

function toParties(decision: Decision): readonly string[] {
  if (decision.kind === 'attach') return [decision.partyId]
  return decision.kind === 'merge' ? decision.partyIds : []
}

function toSupport(decision: Decision): Support {
  return decision.kind === 'attach' || decision.kind === 'merge'
    ? { bits: decision.bits, evidence: decision.evidence }
    : { bits: 0, evidence: [] }
}
