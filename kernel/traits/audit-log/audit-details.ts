// auditDetails: what an audit knows about persons, apart from the log, so that it can be erased for one of them while
// the log stays as it was sealed: there stands only a salted digest of it.
import { bytes, instant, json, text, uuid, varchar } from '../../table/column.ts'
import { index, primaryKey } from '../../table/constraint.ts'
import type { Fact } from '../../table/fact.ts'
import { defineFeature, type Feature, type TableDraft } from '../../table/table.ts'
import { columnFacts } from '../column-facts.ts'
import { appendOnly, ownRows } from './audit-rows.ts'

const columns = {
  eventId: uuid().immutable(),
  occurredAt: instant().immutable(),
  tableName: varchar(63).immutable(),
  /** Whom it is about. */
  subject: text().immutable(),
  tenantId: uuid().optional().immutable(),
  /** Without it nobody can try values against the digest in the log. */
  salt: bytes().immutable().hidden(),
  before: json().optional().immutable(),
  after: json().optional().immutable(),
}

export function auditDetails(): Feature<typeof columns> {
  return defineFeature('auditDetails', (table: TableDraft): readonly Fact[] => [
    ...columnFacts(columns),
    ...[primaryKey('eventId'), index(['subject'])].flatMap((feature) => feature.facts(table)),
    ...ownRows,
    {
      kind: 'policy',
      name: 'erased',
      command: 'delete',
      restrictive: false,
      using: `current_user = 'acervo_worker'`,
    },
    ...appendOnly(['app'], ['insert', 'update', 'delete']),
    // The worker erases.
    { kind: 'grant', role: 'worker', revoke: ['insert', 'update'] },
    { kind: 'grant', role: 'readonly', revoke: ['select'] },
    { kind: 'qualifier', qualifier: { type: 'auditDetails' } },
  ])
}
