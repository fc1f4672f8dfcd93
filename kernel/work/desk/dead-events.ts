// Events that were put aside: found in every outbox and inbox, shown whole, and driven again in their order.
import type { Result } from '../../database/target.ts'
import { AcervoError } from '../../errors/index.ts'
import { openInbox } from '../inbox/inbox.ts'
import { findSubscription } from '../inbox/subscription.ts'
import { namedText } from '../named-statement.ts'
import type { WorkPlatform } from '../platform.ts'
import { redriveOutbox } from '../relay/redrive.ts'
import { asOperator, listMailboxes, type Mailbox } from './mailbox.ts'

export interface EventSummary {
  /** Of the event: the same in its outbox and in every inbox. */
  readonly id: string
  /** `outbox`: it could not be published. `inbox`: a handler failed. */
  readonly side: Mailbox['side']
  /** Short name of the database where it stands. */
  readonly database: string
  /** ... and of the one that sent it. */
  readonly source: string
  readonly type: string
  readonly version: number
  readonly aggregateType: string
  readonly aggregateId: string
  /** Digits. */
  readonly sequence: string | null
  readonly status: string
  readonly attempts: number
  readonly occurredAt: string
  readonly error: string | null
  /** Later events of its aggregate that wait behind it. */
  readonly behind: number
}

export interface EventDetails extends EventSummary {
  /** The payload in an outbox, the envelope in an inbox. */
  readonly content: unknown
}

export const deadMax = 200

/** The oldest first, at most `deadMax` of each mailbox. */
export async function listDead(platform: WorkPlatform): Promise<readonly EventSummary[]> {
  const found = await askAll(platform, (mailbox) => deadText(mailbox)())
  return found
    .flatMap(({ mailbox, result }) => result.rows.map((cells) => toSummary(mailbox, cells)))
    .toSorted((a, b) => (a.occurredAt < b.occurredAt ? -1 : 1))
}

/** Everywhere it stands, whatever its status; its outbox first. */
export async function findEvent(
  platform: WorkPlatform,
  id: string,
): Promise<readonly EventDetails[]> {
  assertId(id)
  const found = await askAll(platform, (mailbox) => oneText(mailbox)(id))
  return found.flatMap(({ mailbox, result }) =>
    result.rows.map((cells) => ({
      ...toSummary(mailbox, cells),
      content: JSON.parse(cells[columnCount] ?? 'null') as unknown,
    })),
  )
}

export interface Redriven {
  readonly id: string
  readonly side: Mailbox['side']
  readonly database: string
}

/**
 * Wherever it is DEAD. What waits behind it follows.
 * @throws ACV209 where nothing has this id or it is not dead; what a handler throws is recorded as before.
 */
export async function redrive(platform: WorkPlatform, id: string): Promise<readonly Redriven[]> {
  const standing = await findEvent(platform, id)
  const dead = standing.filter(({ status }) => status === 'DEAD')
  if (dead.length === 0) throw notDead(id, standing)
  for (const { side, database } of dead) {
    if (side === 'outbox') await redriveFromOutbox(platform, database, id)
    else await redriveFromInbox(platform, database, id)
  }
  return dead.map(({ side, database }) => ({ id, side, database }))
}

async function redriveFromOutbox(platform: WorkPlatform, name: string, id: string): Promise<void> {
  const database = platform.model.databases.get(name)
  if (database === undefined) throw new AcervoError('ACV201', `there is no database '${name}'`)
  await redriveOutbox(platform.targets.of(database.schema), database, id)
}

async function redriveFromInbox(platform: WorkPlatform, name: string, id: string): Promise<void> {
  const subscription = findSubscription(platform.model, name)
  const inbox = await openInbox({ platform, subscription })
  if (await inbox.redrive(id)) return
  throw notDead(id, [])
}

function notDead(id: string, standing: readonly EventSummary[]): AcervoError {
  if (standing.length === 0)
    return new AcervoError('ACV209', `no event has the id ${id}`, {
      hint: 'acervo events dead lists what was put aside.',
    })
  const places = standing.map(
    ({ side, database, status }) => `${status} in the ${side} of ${database}`,
  )
  return new AcervoError('ACV209', `the event ${id} was not put aside`, {
    details: `It is ${places.join(', ')}.`,
    hint: 'Only a DEAD event can be driven again.',
  })
}

function assertId(id: string): void {
  if (/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(id)) return
  throw new AcervoError('ACV205', 'the id of an event is a UUID', {
    details: `Given: ${id.slice(0, 80)}.`,
    hint: 'acervo events dead lists what was put aside.',
  })
}

async function askAll(
  platform: WorkPlatform,
  toStatement: (mailbox: Mailbox) => ReturnType<ReturnType<typeof namedText>>,
): Promise<readonly { readonly mailbox: Mailbox; readonly result: Result }[]> {
  const byTarget = Map.groupBy(listMailboxes(platform), ({ target }) => target)
  const answers = [...byTarget].map(async ([target, mailboxes]) => {
    const results = await target.group(asOperator, mailboxes.map(toStatement))
    return mailboxes.flatMap((mailbox, at) => {
      const result = results[at]
      return result === undefined ? [] : [{ mailbox, result }]
    })
  })
  return (await Promise.all(answers)).flat()
}

const columnCount = 12

function toColumns({ side }: Mailbox): string {
  const [id, source, waiting] =
    side === 'outbox' ? ['id', 'null', 'PENDING'] : ['event_id', 'e.source', 'WAITING']
  const isSource = side === 'outbox' ? '' : 'and b.source = e.source'
  return `e.${id}, ${source}, e.event_type, e.event_version, e.aggregate_type, e.aggregate_id,
    e.aggregate_seq, e.status, e.attempts,
    to_char(e.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), e.last_error,
    (select count(*) from ${'{table}'} b where b.aggregate_type = e.aggregate_type ${isSource}
      and b.aggregate_id = e.aggregate_id and b.aggregate_seq > e.aggregate_seq
      and b.status = '${waiting}')`
}

const fill = (mailbox: Mailbox, text: string) =>
  namedText(text.replaceAll('{table}', mailbox.table))

const deadText = (mailbox: Mailbox) =>
  fill(
    mailbox,
    `select ${toColumns(mailbox)} from {table} e where e.status = 'DEAD'
     order by e.occurred_at, e.id limit ${deadMax}`,
  )

const oneText = (mailbox: Mailbox) => {
  const { side } = mailbox
  const [id, content] = side === 'outbox' ? ['id', 'payload'] : ['event_id', 'envelope']
  return fill(
    mailbox,
    `select ${toColumns(mailbox)}, e.${content} from {table} e where e.${id} = $1::uuid`,
  )
}

function toSummary({ side, database }: Mailbox, cells: readonly (string | null)[]): EventSummary {
  const [id, source, type, version, aggregateType, aggregateId] = cells.map((cell) => cell ?? '')
  const [sequence, status, attempts, occurredAt, error, behind] = cells.slice(6)
  return {
    id: id ?? '',
    side,
    database: database.name,
    source: side === 'outbox' ? database.name : (source ?? ''),
    type: type ?? '',
    version: Number(version),
    aggregateType: aggregateType ?? '',
    aggregateId: aggregateId ?? '',
    sequence: sequence ?? null,
    status: status ?? '',
    attempts: Number(attempts),
    occurredAt: occurredAt ?? '',
    error: error ?? null,
    behind: Number(behind),
  }
}
