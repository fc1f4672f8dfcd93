// An event as it waits in an outbox, and as it travels.
import { quoteIdentifier } from '../../database/sql.ts'
import type { DatabaseModel } from '../../model/model.ts'
import type { Outgoing } from '../transport.ts'

export interface Outbox {
  /** Short name of its database. */
  readonly database: string
  readonly schema: string
  /** Quoted. */
  readonly table: string
}

export interface OutboxRow {
  readonly outbox: Outbox
  readonly id: string
  readonly aggregateType: string
  readonly aggregateId: string
  readonly seq: number
  readonly eventType: string
  readonly eventVersion: string
  /** JSON text. */
  readonly payload: string
  /** ISO UTC, microseconds. */
  readonly occurredAt: string
  /** Times it failed before. */
  readonly attempts: number
}

/** Those of `databases` that have an outbox. */
export function toOutboxes(databases: readonly DatabaseModel[]): readonly Outbox[] {
  return databases.flatMap(({ name, schema, outbox }) => {
    if (outbox === undefined) return []
    const table = `${quoteIdentifier(schema)}.${quoteIdentifier(outbox.sqlName)}`
    return [Object.freeze({ database: name, schema, table })]
  })
}

/** Columns of a row, in the order in which `toRow` reads them; `o` is the outbox. */
export const rowColumns = `o.id, o.aggregate_type, o.aggregate_id, o.aggregate_seq, o.event_type,
  o.event_version, o.payload,
  to_char(o.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as occurred_at, o.attempts`

export const rowColumnCount = 9

export function toRow(outbox: Outbox, cells: readonly (string | null)[]): OutboxRow {
  const [id, aggregateType, aggregateId, seq, eventType, eventVersion, payload, at, attempts] =
    cells as readonly string[]
  return {
    outbox,
    id: id as string,
    aggregateType: aggregateType as string,
    aggregateId: aggregateId as string,
    seq: Number(seq),
    eventType: eventType as string,
    eventVersion: eventVersion as string,
    payload: payload as string,
    occurredAt: at as string,
    attempts: Number(attempts),
  }
}

/** The Envelope as text: the payload passes through as PostgreSQL wrote it. */
export function toBody(row: OutboxRow): string {
  const { outbox, aggregateType, aggregateId } = row
  const head = JSON.stringify({
    specversion: '1.0',
    id: row.id,
    source: `/acervo/${outbox.database}`,
    type: row.eventType,
    subject: `${aggregateType}/${aggregateId}`,
    time: row.occurredAt,
    datacontenttype: 'application/json',
    sequence: String(row.seq),
    eventversion: Number(row.eventVersion),
    database: outbox.database,
    aggregatetype: aggregateType,
    aggregateid: aggregateId,
  })
  return `${head.slice(0, -1)},"data":${row.payload}}`
}

export function toOutgoing(row: OutboxRow, subject: string, expected: bigint): Outgoing {
  return { eventId: row.id, subject, expected, body: toBody(row) }
}
