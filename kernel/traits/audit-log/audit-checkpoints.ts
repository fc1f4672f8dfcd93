// auditCheckpoints: copies of the signed checkpoints of all databases, in one that may stand on another server: who can
// change everything in one of them cannot change these.
import { bigint, instant, text, varchar } from '../../table/column.ts'
import { unique } from '../../table/constraint.ts'
import type { Fact } from '../../table/fact.ts'
import { defineFeature, type Feature, type TableDraft } from '../../table/table.ts'
import { columnFacts } from '../column-facts.ts'
import { appendOnly } from './audit-rows.ts'

const columns = {
  databaseName: varchar(63).immutable(),
  /** Events under the seal, the first one included. */
  size: bigint().immutable(),
  /** Signed note of C2SP. */
  note: text().immutable(),
  sealedAt: instant().immutable(),
}

export function auditCheckpoints(): Feature<typeof columns> {
  return defineFeature('auditCheckpoints', (table: TableDraft): readonly Fact[] => [
    ...columnFacts(columns),
    ...unique(['databaseName', 'size']).facts(table),
    ...appendOnly(['app'], ['insert', 'update', 'delete']),
    // The worker copies.
    { kind: 'grant', role: 'worker', revoke: ['update', 'delete'] },
    { kind: 'qualifier', qualifier: { type: 'auditCheckpoints' } },
  ])
}
