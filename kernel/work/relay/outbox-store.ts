// What the relay asks of PostgreSQL: which events are due, what stands between two of an aggregate, and one
// transaction that says what became of them. By state and not by a cursor over ids or times: a transaction
// that commits late is found all the same.
import type { Context, Result, Statement, Target } from '../../database/target.ts'
import { lockLease } from '../lease.ts'
import { namedText } from '../named-statement.ts'
import { isStill, type Moment, momentOf, readMoment } from '../stillness.ts'
import { type Outbox, type OutboxRow, rowColumnCount, toRow } from './outbox-row.ts'
import {
  advance,
  claimText,
  nextDueText,
  type OutboxTexts,
  recently,
  toTexts,
} from './outbox-sql.ts'

/** Where an aggregate stands. */
export interface Progress {
  readonly published: number
  /** Last sequence of its subject. */
  readonly stream: bigint
}

export interface Due extends Progress {
  readonly row: OutboxRow
}

export interface Claimed {
  readonly due: readonly Due[]
  /** Where each outbox that had more than the limit was left: the next claim may begin there. */
  readonly more: ReadonlyMap<Outbox, Place>
  /** The last row of each outbox that had any. */
  readonly last: ReadonlyMap<Outbox, Place>
  /** As long ago as `agesMs` says, by the database's clock. */
  readonly recent: readonly Place[]
}

/** Nothing is due before its time, unless something is written. */
export interface Rest {
  readonly since: Moment
  readonly until: string
}

/** In the order in which events are claimed; instants of one zone, whose texts have the order of their times. */
export interface Place {
  readonly availableAt: string
  readonly id: string
}

export interface Aggregate {
  readonly outbox: Outbox
  readonly aggregateType: string
  readonly aggregateId: string
}

/** A row that stands before another of its aggregate. */
export interface Standing {
  readonly row: OutboxRow
  readonly status: 'PENDING' | 'PUBLISHED' | 'DEAD'
  /** Until it is due; 0 when it is. */
  readonly waitMs: number
}

export interface Setback {
  readonly row: OutboxRow
  /** It was tried itself; otherwise it waits for one before it. */
  readonly tried: boolean
  readonly error?: string
  readonly isDead: boolean
  readonly waitMs: number
}

export interface Outcome {
  readonly stored: readonly OutboxRow[]
  readonly progress: readonly (Aggregate & Progress)[]
  readonly setbacks: readonly Setback[]
  /** Aggregates whose failed event got through: what waited behind it is due. */
  readonly freed: readonly Aggregate[]
}

export interface OutboxStore {
  /** At most `limit` of each outbox, oldest first, beyond `after` where it names a place. */
  claim(limit: number, after: ReadonlyMap<Outbox, Place>): Promise<Claimed>
  /** Undefined where the database does not tell. */
  rest(): Promise<Rest | undefined>
  /** The same rest, seen from now; undefined where it is over. */
  goOn(rest: Rest): Promise<Rest | undefined>
  /** The rows of an aggregate above one number and below another, by number. */
  between(aggregate: Aggregate, above: number, below: number): Promise<readonly Standing[]>
  /** The number of an event, if it is one of this aggregate. */
  sequenceOf(aggregate: Aggregate, eventId: string): Promise<number | undefined>
  /** All or nothing; false when the lease has another token. */
  settle(token: bigint, outcome: Outcome): Promise<boolean>
}

export interface OutboxStoreOptions {
  readonly target: Target
  readonly outboxes: readonly Outbox[]
  readonly lease: string
  readonly context: () => Context
}

export const beginning: Place = Object.freeze({
  availableAt: '-infinity',
  id: '00000000-0000-0000-0000-000000000000',
})

export function openOutboxStore(options: OutboxStoreOptions): OutboxStore {
  const { target, outboxes, lease, context } = options
  const claim = namedText(claimText(outboxes))
  const nextDue = namedText(nextDueText(outboxes))
  const texts = new Map(outboxes.map((outbox) => [outbox, toTexts(outbox)]))
  const textsOf = (outbox: Outbox) => texts.get(outbox) as OutboxTexts
  const ask = async (statement: Statement): Promise<Result> =>
    (await target.group(context(), [statement]))[0] as Result
  return {
    claim: async (limit, after) => {
      const places = outboxes.map((outbox) => after.get(outbox) ?? beginning)
      const times = places.map(({ availableAt }) => availableAt)
      const ids = places.map(({ id }) => id)
      const [found, recent] = await target.group(context(), [claim(limit, times, ids), recently()])
      return readClaim(
        outboxes,
        limit,
        found as Result,
        (recent?.rows[0] ?? []) as readonly string[],
      )
    },
    rest: async () => {
      const [before, due] = await target.group(context(), [momentOf('infinity'), nextDue()])
      const since = readMoment(before as Result)
      return since && { since, until: due?.rows[0]?.[0] ?? 'infinity' }
    },
    goOn: async ({ since, until }) => {
      const now = readMoment(await ask(momentOf(until)))
      if (now === undefined || now.isDue || !isStill(target, since, now)) return undefined
      return { since: now, until }
    },
    between: async ({ outbox, aggregateType, aggregateId }, above, below) => {
      const { between } = textsOf(outbox)
      const { rows } = await ask(between(aggregateType, aggregateId, above, below))
      return rows.map((cells) => ({
        row: toRow(outbox, cells),
        status: cells[rowColumnCount] as Standing['status'],
        waitMs: Number(cells[rowColumnCount + 1]),
      }))
    },
    sequenceOf: async ({ outbox, aggregateType, aggregateId }, eventId) => {
      const { rows } = await ask(textsOf(outbox).sequenceOf(eventId, aggregateType, aggregateId))
      const seq = rows[0]?.[0]
      return seq == null ? undefined : Number(seq)
    },
    settle: async (token, outcome) => {
      const statements = settleStatements(textsOf, { name: lease, token: String(token) }, outcome)
      const [held] = await target.group(context(), statements)
      return held?.count === 1
    },
  }
}

function readClaim(
  outboxes: readonly Outbox[],
  limit: number,
  { rows }: Result,
  recent: readonly string[],
): Claimed {
  const counts = outboxes.map(() => 0)
  const last = new Map<Outbox, Place>()
  const due = rows.map(([at, ...cells]) => {
    const outbox = outboxes[Number(at)] as Outbox
    counts[Number(at)] = (counts[Number(at)] ?? 0) + 1
    const row = toRow(outbox, cells)
    last.set(outbox, { availableAt: cells[rowColumnCount] as string, id: row.id })
    const [published = '0', stream = '0'] = cells[rowColumnCount + 1]?.split(',') ?? []
    return { row, published: Number(published), stream: BigInt(stream) }
  })
  const more = [...last].filter(([outbox]) => counts[outboxes.indexOf(outbox)] === limit)
  const ages = recent.map((availableAt) => ({ ...beginning, availableAt }))
  return { due, last, more: new Map(more), recent: ages }
}

function settleStatements(
  textsOf: (outbox: Outbox) => OutboxTexts,
  { name, token }: { readonly name: string; readonly token: string },
  { stored, progress, setbacks, freed }: Outcome,
): readonly Statement[] {
  const marks = byOutbox(stored, (row) => row.outbox).map(([outbox, rows]) =>
    textsOf(outbox).mark(
      name,
      token,
      rows.map(({ id }) => id),
    ),
  )
  const backs = byOutbox(setbacks, ({ row }) => row.outbox).map(([outbox, some]) =>
    textsOf(outbox).setBack(
      name,
      token,
      some.map(({ row }) => row.id),
      some.map(({ tried }) => (tried ? 1 : 0)),
      some.map(({ error }) => error ?? null),
      some.map(({ isDead }) => isDead),
      some.map(({ waitMs }) => Math.ceil(waitMs)),
    ),
  )
  const advanced =
    progress.length === 0
      ? []
      : [
          advance(
            name,
            token,
            progress.map(({ outbox }) => outbox.schema),
            progress.map(({ aggregateType }) => aggregateType),
            progress.map(({ aggregateId }) => aggregateId),
            progress.map(({ published }) => published),
            progress.map(({ stream }) => String(stream)),
          ),
        ]
  const frees = byOutbox(freed, ({ outbox }) => outbox).map(([outbox, some]) =>
    textsOf(outbox).free(
      name,
      token,
      some.map(({ aggregateType }) => aggregateType),
      some.map(({ aggregateId }) => aggregateId),
    ),
  )
  return [lockLease(name, token), ...marks, ...advanced, ...backs, ...frees]
}

function byOutbox<T>(items: readonly T[], outboxOf: (item: T) => Outbox): readonly [Outbox, T[]][] {
  return [...Map.groupBy(items, outboxOf)]
}
