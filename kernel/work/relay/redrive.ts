// What people ask of outboxes: how many events wait and since when, and that a DEAD one be tried again.
import type { Context, Result, Statement, Target } from '../../database/target.ts'
import { AcervoError } from '../../errors/index.ts'
import type { DatabaseModel } from '../../model/model.ts'
import { namedText } from '../named-statement.ts'
import { type Outbox, toOutboxes } from './outbox-row.ts'

export interface OutboxBacklog {
  /** Short name. */
  readonly database: string
  readonly pending: number
  readonly dead: number
  /** Aggregates that a DEAD event holds up. */
  readonly blocked: number
  /** Age of the oldest pending event, in seconds; 0 when there is none. */
  readonly lagSeconds: number
}

const context: Context = Object.freeze({
  settings: { 'acervo.actor': 'service:relay' },
  role: 'acervo_worker',
})

/** Of those of `databases` that have an outbox; all on `target`. */
export async function readBacklog(
  target: Target,
  databases: readonly DatabaseModel[],
): Promise<readonly OutboxBacklog[]> {
  const outboxes = toOutboxes(databases)
  if (outboxes.length === 0) return []
  const results = await target.group(context, outboxes.map(toBacklogStatement))
  return results.map((result, at) => toBacklog(outboxes[at] as Outbox, result))
}

/** For whoever asks more in the same round trip, as the worker's role. */
export function toBacklogStatement({ table }: Outbox): Statement {
  return namedText(backlogText(table))()
}

export function toBacklog({ database }: Outbox, { rows }: Result): OutboxBacklog {
  const [pending, dead, blocked, lag] = (rows[0] ?? []).map(Number)
  return Object.freeze({
    database,
    pending: pending ?? 0,
    dead: dead ?? 0,
    blocked: blocked ?? 0,
    lagSeconds: lag ?? 0,
  })
}

/**
 * The DEAD event becomes PENDING with all its tries before it, and what waits behind it is due again: the order
 * of its aggregate is kept. The relay finds them by itself; `wake` it to see them at once.
 * @throws ACV201 without an outbox there, ACV209 when no DEAD event has this id.
 */
export async function redriveOutbox(
  target: Target,
  database: DatabaseModel,
  eventId: string,
): Promise<void> {
  const [outbox] = toOutboxes([database])
  if (outbox === undefined)
    throw new AcervoError('ACV201', `database '${database.name}' has no outbox`)
  const [found] = await target.group(context, [namedText(redriveText(outbox.table))(eventId)])
  if (found?.rows[0]?.[0] === '1') return
  throw new AcervoError('ACV209', `no DEAD event of '${database.name}' has the id ${eventId}`, {
    hint: 'Only events that were put aside can be driven again.',
  })
}

const backlogText = (table: string): string => `
  select p.pending, d.dead, d.blocked, p.lag from
    (select count(*) as pending, coalesce(greatest(0,
        extract(epoch from acervo.clock() - min(o.occurred_at))), 0)::double precision as lag
      from ${table} o where o.status = 'PENDING') p,
    (select count(*) as dead, count(distinct (o.aggregate_type, o.aggregate_id)) as blocked
      from ${table} o where o.status = 'DEAD') d`

const redriveText = (table: string): string => `
  with one as (
    update ${table} o set status = 'PENDING', attempts = 0, available_at = acervo.clock()
    where o.id = $1::uuid and o.status = 'DEAD'
    returning o.aggregate_type, o.aggregate_id, o.aggregate_seq
  ), behind as (
    update ${table} o set available_at = acervo.clock() from one
    where o.aggregate_type = one.aggregate_type and o.aggregate_id = one.aggregate_id
      and o.aggregate_seq > one.aggregate_seq and o.status = 'PENDING'
      and o.available_at > acervo.clock()
  )
  select count(*) from one`
