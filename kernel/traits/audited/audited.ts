// audited: who did what to a row, when and why, kept in the same commit by one statement of the database, for each
// row that changed. Settings of the session say who; without them the write is refused, never guessed.
import type { Fact, RoutineFact } from '../../table/fact.ts'
import { defineFeature, type Feature, type NoColumns } from '../../table/table.ts'
import { refuseTruncate } from '../audit-log/audit-rows.ts'
import { type AuditedOptions, renderAuditBody } from './audit-body.ts'

export type { AuditedOptions } from './audit-body.ts'

export function audited(options: AuditedOptions = {}): Feature<NoColumns> {
  const { reads = false, purpose = 'optional' } = options
  return defineFeature('audited', (table): readonly Fact[] => {
    const details = options.subject !== undefined || options.personal !== undefined
    const routine: RoutineFact = {
      kind: 'routine',
      name: 'audit',
      // The request's role may not write the log.
      security: 'definer',
      underPolicies: true,
      body: renderAuditBody(table.sqlName, options),
      triggers: (['insert', 'update', 'delete'] as const).map((event) => ({
        name: `audit_${event}`,
        when: 'after',
        event,
        each: 'statement',
      })),
    }
    return [
      routine,
      refuseTruncate,
      { kind: 'qualifier', qualifier: { type: 'audited', details, reads, purpose } },
    ]
  })
}
