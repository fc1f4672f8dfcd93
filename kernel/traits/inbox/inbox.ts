// inbox: every event that reached a database, whole: an event is applied once because its row and its effect
// commit together, and all effects can be made again from these rows. Not partitioned, never emptied: an event
// must be known however old it is.
import { bigint, instant, integer, json, oneOf, text, uuid, varchar } from '../../table/column.ts'
import { check, index, unique } from '../../table/constraint.ts'
import type { Fact } from '../../table/fact.ts'
import { defineFeature, type Feature } from '../../table/table.ts'
import { columnFacts } from '../column-facts.ts'

const columns = {
  /** Short name of the database that sent it. */
  source: varchar(80).immutable(),
  eventId: uuid().immutable(),
  eventType: varchar(120).immutable(),
  eventVersion: integer().default(1).immutable(),
  aggregateType: varchar(80).immutable(),
  aggregateId: varchar(200).immutable(),
  aggregateSeq: bigint().immutable(),
  /** As it arrived. */
  envelope: json().immutable(),
  occurredAt: instant().immutable(),
  receivedAt: instant().defaultNow().immutable(),
  /** WAITING: an earlier event of its aggregate has not been applied yet. */
  status: oneOf('WAITING', 'APPLIED', 'DEAD').default('WAITING'),
  appliedAt: instant().optional(),
  attempts: integer().default(0),
  lastError: text().optional(),
  /** Not before: how an event whose handler failed waits. */
  availableAt: instant().defaultNow(),
  /** What a handler had to say about it. */
  note: text().optional(),
}

export function inbox(): Feature<typeof columns> {
  return defineFeature('inbox', (table) => [
    ...columnFacts(columns),
    ...[
      unique(['source', 'eventId']),
      unique(['source', 'aggregateType', 'aggregateId', 'aggregateSeq']),
      check('applied', "(status = 'APPLIED') = (applied_at is not null)"),
      index(['receivedAt'], { where: "status <> 'APPLIED'" }),
    ].flatMap((feature) => feature.facts(table)),
    ...(['app', 'worker'] as const).map(
      (role): Fact => ({ kind: 'grant', role, revoke: ['delete'] }),
    ),
    { kind: 'qualifier', qualifier: { type: 'inbox' } },
  ])
}
