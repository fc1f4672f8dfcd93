// Which tables of one database keep who did what, and whether those that are audited have them.
import type { Folded } from './fold.ts'
import type { DatabaseModel, TableModel } from './model.ts'

/** Routines of other tables write to them by these names. */
const sqlNames = {
  auditLog: 'audit_events',
  auditDetails: 'audit_details',
  auditCheckpoints: 'audit_checkpoints',
} as const

export function toAuditTables(
  bySqlName: ReadonlyMap<string, Folded>,
  tables: ReadonlyMap<string, TableModel>,
): Pick<DatabaseModel, 'auditLog' | 'auditDetails' | 'auditCheckpoints'> {
  const find = (type: keyof typeof sqlNames): TableModel | undefined => {
    const [first, second] = [...bySqlName.values()].filter((one) => one.qualifier(type))
    second?.mistake('ACV104', `its database has another table with ${type}()`)
    if (first === undefined) return undefined
    if (first.table.sqlName !== sqlNames[type])
      first.mistake('ACV101', `a table with ${type}() is named '${sqlNames[type]}'`)
    return tables.get(first.modelName)
  }
  const auditLog = find('auditLog')
  const auditDetails = find('auditDetails')
  const auditCheckpoints = find('auditCheckpoints')
  for (const folded of bySqlName.values()) {
    const audited = folded.qualifier('audited')
    if (audited === undefined) continue
    const needs = (name: string) =>
      folded.mistake('ACV103', `its database has no table with ${name}()`, { feature: 'audited' })
    if (auditLog === undefined) needs('auditLog')
    if (audited.details && auditDetails === undefined) needs('auditDetails')
  }
  return {
    ...(auditLog === undefined ? {} : { auditLog }),
    ...(auditDetails === undefined ? {} : { auditDetails }),
    ...(auditCheckpoints === undefined ? {} : { auditCheckpoints }),
  }
}
