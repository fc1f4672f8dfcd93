// What the relay has in hand, by aggregate: which events wait, which are on their way, which are stored but not
// yet marked. No I/O. The rule that keeps the order stands here: only the next number of an aggregate goes out,
// and a failed event stops its aggregate and no other.
import { toSubject } from '../transport.ts'
import type { OutboxRow } from './outbox-row.ts'
import type { Aggregate, Due, Outcome, Progress, Setback } from './outbox-store.ts'

export interface Lane extends Aggregate {
  readonly key: string
  readonly subject: string
  /** Stored through this number, marked or not. */
  published: number
  /** Last sequence of the subject, as far as it is known. */
  stream: bigint
  /** Waiting, by number. */
  readonly rows: OutboxRow[]
  flying: number
  unmarked: number
  /** Refusals in a row by the subject's sequence. */
  fences: number
  /** Stopped: what comes now waits as long. */
  heldMs: number | undefined
}

/** What a lane may send now, and what a failure does to it. */
export interface LaneRules {
  readonly mayFly: (lane: Lane) => boolean
  readonly order: (a: OutboxRow, b: OutboxRow) => number
  readonly stopsAtFailure: boolean
}

export const laneRules: LaneRules = {
  mayFly: ({ rows, flying, published, heldMs }) =>
    flying === 0 && heldMs === undefined && rows[0]?.seq === published + 1,
  order: (a, b) => a.seq - b.seq,
  stopsAtFailure: true,
}

export class Lanes {
  readonly #prefix: string
  readonly #rules: LaneRules
  readonly #lanes = new Map<string, Lane>()
  readonly #ready = new Set<Lane>()
  readonly #gapped = new Set<Lane>()
  /** Ids from the claim until what became of them is written. */
  readonly #inHand = new Set<string>()
  #stored: { readonly lane: Lane; readonly row: OutboxRow }[] = []
  #setbacks: Setback[] = []
  #freed = new Set<Lane>()
  #waiting = 0
  #flying = 0

  constructor(prefix: string, rules: LaneRules) {
    this.#prefix = prefix
    this.#rules = rules
  }

  get waiting(): number {
    return this.#waiting
  }

  get flying(): number {
    return this.#flying
  }

  get inHand(): number {
    return this.#inHand.size
  }

  /** How much has happened that is not written yet. */
  get unwritten(): number {
    return this.#stored.length + this.#setbacks.length + this.#freed.size
  }

  /** Answers how many of them are new. */
  add(due: readonly Due[]): number {
    const touched = new Set<Lane>()
    const before = this.#inHand.size
    for (const { row, ...progress } of due) {
      if (this.#inHand.has(row.id)) continue
      const lane = this.#laneOf(row, progress)
      this.#insert(lane, row)
      touched.add(lane)
    }
    for (const lane of touched) this.#check(lane)
    return this.#inHand.size - before
  }

  /** Lanes that miss a number before their first row, with nothing on its way. */
  takeGapped(): readonly Lane[] {
    const gapped = [...this.#gapped]
    this.#gapped.clear()
    return gapped
  }

  /** Fills what was missing: `published` where the numbers below were stored by others. */
  fill(lane: Lane, rows: readonly OutboxRow[], published: number): void {
    lane.published = Math.max(lane.published, published)
    for (const row of rows) if (!this.#inHand.has(row.id)) this.#insert(lane, row)
    this.#check(lane)
  }

  /** Lanes whose next event may go, each with that event; they count as on their way from now on. */
  takeReady(max: number): readonly (readonly [Lane, OutboxRow])[] {
    const taken: (readonly [Lane, OutboxRow])[] = []
    for (const lane of this.#ready) {
      if (taken.length === max) break
      this.#ready.delete(lane)
      const row = lane.rows.shift() as OutboxRow
      lane.flying++
      this.#flying++
      this.#waiting--
      taken.push([lane, row])
      this.#check(lane)
    }
    return taken
  }

  stored(lane: Lane, row: OutboxRow, stream: bigint): void {
    this.#land(lane)
    lane.published = row.seq
    lane.stream = stream
    lane.fences = 0
    lane.unmarked++
    this.#stored.push({ lane, row })
    if (row.attempts > 0) this.#freed.add(lane)
    this.#check(lane)
  }

  /** `rows` and everything below `through` stand in the stream already. */
  foundStored(lane: Lane, rows: readonly OutboxRow[], found: Progress): void {
    this.#land(lane)
    lane.published = found.published
    lane.stream = found.stream
    lane.fences = 0
    this.#drop(lane, (row) => row.seq <= found.published)
    for (const row of rows) {
      this.#inHand.add(row.id)
      lane.unmarked++
      this.#stored.push({ lane, row })
      if (row.attempts > 0) this.#freed.add(lane)
    }
    this.#check(lane)
  }

  /** Back to the head of its lane, to go again. */
  again(lane: Lane, row: OutboxRow, stream = lane.stream): void {
    this.#land(lane)
    lane.stream = stream
    lane.rows.unshift(row)
    this.#waiting++
    this.#check(lane)
  }

  /** The subject has gone back to an earlier number: what followed goes again, before what waits. */
  goBack(lane: Lane, rows: readonly OutboxRow[], found: Progress): void {
    this.#land(lane)
    lane.published = found.published
    lane.stream = found.stream
    lane.rows.unshift(...rows)
    this.#waiting += rows.length
    for (const { id } of rows) this.#inHand.add(id)
    this.#check(lane)
  }

  failed(lane: Lane, row: OutboxRow, how: Omit<Setback, 'row' | 'tried'>): void {
    this.#land(lane)
    this.#setbacks.push({ row, tried: true, ...how })
    if (this.#rules.stopsAtFailure) this.hold(lane, how.waitMs)
    else this.#goOn(lane, row)
  }

  /** What waits in this lane waits in the database, and so does what comes before that is written. */
  hold(lane: Lane, waitMs: number): void {
    lane.heldMs = waitMs
    for (const row of this.#drop(lane, () => true)) {
      this.#inHand.add(row.id)
      this.#setbacks.push({ row, tried: false, isDead: false, waitMs })
    }
    this.#check(lane)
  }

  /** Not in hand any more: the next claim may bring them again. */
  release(lane: Lane, above: number): void {
    this.#drop(lane, (row) => row.seq > above)
    this.#check(lane)
  }

  takeOutcome(): Outcome {
    const lanes = new Set(this.#stored.map(({ lane }) => lane))
    const outcome = {
      stored: this.#stored.map(({ row }) => row),
      progress: [...lanes].map(({ outbox, aggregateType, aggregateId, published, stream }) => ({
        outbox,
        aggregateType,
        aggregateId,
        published,
        stream,
      })),
      setbacks: this.#setbacks,
      freed: [...this.#freed],
    }
    for (const { lane } of this.#stored) lane.unmarked--
    this.#stored = []
    this.#setbacks = []
    this.#freed = new Set()
    return outcome
  }

  /** It is in the database now. */
  written({ stored, setbacks }: Outcome): void {
    for (const { id } of stored) this.#inHand.delete(id)
    for (const { row } of setbacks) {
      this.#inHand.delete(row.id)
    }
    // A lane that stopped again meanwhile stays so until that is written too.
    const still = new Set(this.#setbacks.map(({ row }) => keyOf(row)))
    for (const key of new Set(setbacks.map(({ row }) => keyOf(row)))) {
      const lane = this.#lanes.get(key)
      if (lane !== undefined && !still.has(key)) lane.heldMs = undefined
    }
    for (const lane of this.#lanes.values()) if (isIdle(lane)) this.#lanes.delete(lane.key)
  }

  #goOn(lane: Lane, row: OutboxRow): void {
    lane.published = row.seq
    this.#check(lane)
  }

  #land(lane: Lane): void {
    lane.flying--
    this.#flying--
  }

  #drop(lane: Lane, isMeant: (row: OutboxRow) => boolean): readonly OutboxRow[] {
    const dropped = lane.rows.filter(isMeant)
    const kept = lane.rows.filter((row) => !isMeant(row))
    lane.rows.splice(0, lane.rows.length, ...kept)
    this.#waiting -= dropped.length
    for (const { id } of dropped) this.#inHand.delete(id)
    return dropped
  }

  #insert(lane: Lane, row: OutboxRow): void {
    this.#inHand.add(row.id)
    if (row.seq <= lane.published) {
      this.#setbacks.push({ row, tried: false, isDead: true, waitMs: 0, error: passed(lane) })
      return
    }
    if (lane.heldMs !== undefined) {
      this.#setbacks.push({ row, tried: false, isDead: false, waitMs: lane.heldMs })
      return
    }
    const { order } = this.#rules
    const last = lane.rows.at(-1)
    lane.rows.push(row)
    if (last !== undefined && order(last, row) > 0) lane.rows.sort(order)
    this.#waiting++
  }

  #check(lane: Lane): void {
    const mayFly = lane.rows.length > 0 && this.#rules.mayFly(lane)
    if (mayFly) this.#ready.add(lane)
    else this.#ready.delete(lane)
    if (!mayFly && isGapped(lane)) this.#gapped.add(lane)
    else this.#gapped.delete(lane)
  }

  #laneOf(row: OutboxRow, progress: Progress): Lane {
    const key = keyOf(row)
    const known = this.#lanes.get(key)
    if (known !== undefined) return known
    const { outbox, aggregateType, aggregateId } = row
    const lane: Lane = {
      key,
      outbox,
      aggregateType,
      aggregateId,
      subject: toSubject(this.#prefix, [outbox.database, aggregateType, aggregateId]),
      ...progress,
      rows: [],
      flying: 0,
      unmarked: 0,
      fences: 0,
      heldMs: undefined,
    }
    this.#lanes.set(key, lane)
    return lane
  }
}

const passed = ({ published }: Lane): string =>
  `number ${published} of its aggregate was published before it`

const keyOf = ({ outbox, aggregateType, aggregateId }: Aggregate): string =>
  `${outbox.schema}\0${aggregateType}\0${aggregateId}`

const isGapped = ({ rows, flying, published, heldMs }: Lane): boolean => {
  const first = rows[0]
  return first !== undefined && flying === 0 && heldMs === undefined && first.seq > published + 1
}

const isIdle = ({ rows, flying, unmarked, heldMs }: Lane): boolean =>
  rows.length === 0 && flying === 0 && unmarked === 0 && heldMs === undefined
