// A body as it was delivered -> an event that can be stored, or the reason why it cannot be.
import { isPlainObject } from '../../query/json-value.ts'

/** An event as the inbox stores it. */
export interface Arrival {
  /** Short name of the database that sent it. */
  readonly source: string
  readonly eventId: string
  readonly eventType: string
  readonly eventVersion: number
  readonly aggregateType: string
  readonly aggregateId: string
  readonly seq: bigint
  /** ISO. */
  readonly occurredAt: string
  readonly body: string
}

export type Read = { readonly arrival: Arrival } | { readonly fault: string }

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/

export function readArrival(body: string): Read {
  const envelope = parse(body)
  if (envelope === undefined) return { fault: 'it is no JSON object that PostgreSQL can store' }
  const { id, type, time, sequence, database, aggregatetype, aggregateid } = envelope
  const version = envelope.eventversion ?? 1
  if (envelope.specversion !== '1.0') return { fault: `specversion is not '1.0'` }
  if (!isText(id, 36) || !uuid.test(id)) return { fault: 'id is no uuid' }
  if (!isText(type, 120)) return { fault: 'type is no text of 1 to 120 characters' }
  if (!isText(database, 80)) return { fault: 'database is no text of 1 to 80 characters' }
  if (!isText(aggregatetype, 80)) return { fault: 'aggregatetype is no text of 1 to 80 characters' }
  if (!isText(aggregateid, 200)) return { fault: 'aggregateid is no text of 1 to 200 characters' }
  if (!isText(sequence, 18) || !/^[1-9]\d*$/.test(sequence))
    return { fault: 'sequence is no count from 1' }
  if (!isText(time, 40) || !instant.test(time) || Number.isNaN(Date.parse(time)))
    return { fault: 'time is no instant' }
  if (!isVersion(version)) return { fault: 'eventversion is no count from 1' }
  return {
    arrival: {
      source: database,
      eventId: id.toLowerCase(),
      eventType: type,
      eventVersion: version,
      aggregateType: aggregatetype,
      aggregateId: aggregateid,
      seq: BigInt(sequence),
      occurredAt: time,
      body,
    },
  }
}

function parse(body: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(body)
    return isPlainObject(value) && isStorable(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** Zero bytes and lone surrogates would be refused by jsonb, and with them every neighbour in the batch. */
function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0')
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(([name, inner]) => isStorable(name) && isStorable(inner))
}

function isText(value: unknown, lengthMax: number): value is string {
  return typeof value === 'string' && value !== '' && [...value].length <= lengthMax
}

function isVersion(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 2_147_483_647
}
