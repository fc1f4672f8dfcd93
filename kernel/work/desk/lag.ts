// How far events have come: what waits in each outbox, what each listening database has yet to take and to apply.
import type { Result, Statement } from '../../database/target.ts'
import type { DatabaseModel, Model } from '../../model/model.ts'
import { durableOf } from '../consumers.ts'
import { type Subscription, toSubscriptions } from '../inbox/subscription.ts'
import { type NamedText, namedText } from '../named-statement.ts'
import type { WorkPlatform } from '../platform.ts'
import { type OutboxBacklog, readBacklog } from '../relay/redrive.ts'
import type { Transport } from '../transport.ts'
import { asOperator } from './mailbox.ts'

export interface ConsumerBacklog {
  /** Short name. */
  readonly database: string
  readonly durable: string
  readonly sources: readonly string[]
  /** Published and not yet in the inbox; null where the transport cannot be asked. */
  readonly pending: number | null
  /** In the inbox, for an earlier event of their aggregate or another try. */
  readonly waiting: number
  readonly dead: number
  /** Deliveries that were no event at all. */
  readonly rejected: number
  /** Age of the oldest that waits, in seconds; 0 when there is none. */
  readonly lagSeconds: number
}

export interface EventsLag {
  readonly outboxes: readonly OutboxBacklog[]
  readonly consumers: readonly ConsumerBacklog[]
}

/** Of all, or of `some`. */
export async function readLag(
  platform: WorkPlatform,
  transport: Transport,
  some: Pick<Model, 'databases'> = platform.model,
): Promise<EventsLag> {
  const databases = [...some.databases.values()]
  const byTarget = Map.groupBy(databases, ({ schema }) => platform.targets.of(schema))
  const [outboxes, consumers] = await Promise.all([
    Promise.all([...byTarget].map(([target, placed]) => readBacklog(target, placed))),
    Promise.all(
      toSubscriptions(platform.model)
        .filter(({ database }) => some.databases.has(database.name))
        .map((one) => readConsumer(platform, transport, one)),
    ),
  ])
  return { outboxes: inOrder(outboxes.flat(), databases), consumers }
}

/** The order of the declarations, whatever the targets. */
function inOrder(backlogs: readonly OutboxBacklog[], databases: readonly DatabaseModel[]) {
  const names = databases.map(({ name }) => name)
  return backlogs.toSorted((a, b) => names.indexOf(a.database) - names.indexOf(b.database))
}

async function readConsumer(
  { targets }: WorkPlatform,
  transport: Transport,
  subscription: Subscription,
): Promise<ConsumerBacklog> {
  const { database, sources } = subscription
  const durable = durableOf(subscription)
  const [pending, results] = await Promise.all([
    // The inbox is worth telling while the broker is away.
    transport.lag({ durable, sources }).catch(() => null),
    targets.of(database.schema).group(asOperator, [toWaitingStatement(subscription)]),
  ])
  return { database: database.name, durable, sources, pending, ...toWaiting(results[0]) }
}

/** For whoever asks more in the same round trip, as the worker's role. */
export function toWaitingStatement({ database, inbox }: Subscription): Statement {
  return waitingText(inbox)(database.name)
}

export function toWaiting(
  result: Result | undefined,
): Pick<ConsumerBacklog, 'waiting' | 'dead' | 'rejected' | 'lagSeconds'> {
  const [waiting, dead, rejected, lag] = (result?.rows[0] ?? []).map(Number)
  return {
    waiting: waiting ?? 0,
    dead: dead ?? 0,
    rejected: rejected ?? 0,
    lagSeconds: lag ?? 0,
  }
}

const waitingText = (inbox: string): NamedText =>
  namedText(`
    select count(*) filter (where i.status = 'WAITING'), count(*) filter (where i.status = 'DEAD'),
      (select count(*) from acervo.rejected_event r where r.database = $1),
      coalesce(greatest(0, extract(epoch from acervo.clock() - min(i.received_at)
        filter (where i.status = 'WAITING'))), 0)::double precision
    from ${inbox} i where i.status <> 'APPLIED'`)
