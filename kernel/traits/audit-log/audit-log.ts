// auditLog: where a database keeps who did what, written in the transaction of what it tells by the routines of
// audited tables. Nobody at run time adds, changes or removes a row; what tenants see of it is their own.
import {
  array,
  bigint,
  bytes,
  instant,
  json,
  oneOf,
  text,
  uuid,
  varchar,
} from '../../table/column.ts'
import { index } from '../../table/constraint.ts'
import type { Fact } from '../../table/fact.ts'
import { defineFeature, type Feature, type TableDraft } from '../../table/table.ts'
import { columnFacts } from '../column-facts.ts'
import { appendOnly, ownRows } from './audit-rows.ts'

const columns = {
  occurredAt: instant().defaultNow().immutable(),
  /** Of PostgreSQL: what was done together has one number. */
  transactionId: bigint().immutable(),
  operation: oneOf('INSERT', 'UPDATE', 'DELETE', 'READ', 'EXPORT', 'ERASE').immutable(),
  tableName: varchar(63).immutable(),
  /** The primary key as text; none where many rows were read. */
  rowId: text().optional().immutable(),
  tenantId: uuid().optional().immutable(),
  /** `user:<id>`, `key:<id>`, `service:<name>`, `migrator:<role>` */
  actor: text().immutable(),
  purpose: text().optional().immutable(),
  requestId: text().optional().immutable(),
  agentId: text().optional().immutable(),
  agentRun: text().optional().immutable(),
  agentTool: text().optional().immutable(),
  /** What changed, as clients see it; of a new row all that is shown. */
  before: json().optional().immutable(),
  after: json().optional().immutable(),
  /** Columns that changed and whose values do not stand here: hidden ones nowhere, personal ones in the details. */
  withheld: array(text()).optional().immutable(),
  /** SHA-256 of the salt and the values in the details: they may be erased, this stays. */
  detailDigest: bytes().optional().immutable(),
}

export function auditLog(): Feature<typeof columns> {
  return defineFeature('auditLog', (table: TableDraft): readonly Fact[] => [
    ...columnFacts(columns),
    ...[
      index(['tableName', 'rowId', '-occurredAt']),
      // In this order they are sealed: see kernel/work/audit.
      index(['transactionId', 'id']),
    ].flatMap((feature) => feature.facts(table)),
    ...ownRows,
    ...appendOnly(['app', 'worker'], ['insert', 'update', 'delete']),
    { kind: 'qualifier', qualifier: { type: 'auditLog' } },
  ])
}
