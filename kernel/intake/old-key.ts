// A key of an old system (a cuid, a number) -> our uuid, the same one whenever and wherever it is made (decision
// 0013): what links to a row finds it without a table of keys, in any order, and a second run adds nothing.
import { AcervoError, nearestHint } from '../errors/index.ts'
import type { ColumnModel, TableModel } from '../model/model.ts'
import { deriveId } from '../work/inbox/derived-id.ts'

/** `true`: of the table itself, or of the one that the column links to; else `table` or `database.table`. */
export type OldKey = true | string

const uuidForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** A uuid stays what it is: a table that had them needs no others. */
export function toNewKey(place: string, old: string): string {
  return uuidForm.test(old) ? old.toLowerCase() : deriveId(place, old)
}

/** `database.table`, by which keys of one table are told from those of another. @throws ACV606 */
export function toKeyPlace(table: TableModel, column: ColumnModel, key: OldKey): string {
  if (column.spec.type.name !== 'uuid') {
    throw new AcervoError('ACV606', `the map of '${column.name}' has a key, and it holds none`, {
      details: `It holds ${column.spec.type.name}; a key is a uuid here.`,
    })
  }
  if (key !== true) return key.includes('.') ? key : `${table.database}.${key}`
  for (const { kind, database, table: there, on } of table.relations.values())
    if (kind !== 'many' && on.some(([here, id]) => here === column.name && id === 'id'))
      return `${database}.${there}`
  const own = table.primaryKey.map(({ name }) => name)
  if (own.length > 0 && column.name === own[0]) return `${table.database}.${table.name}`
  throw new AcervoError('ACV606', `the map of '${column.name}' does not say whose key it is`, {
    details: 'It is neither the key of the table nor a link to another.',
    hint: nearestHint(column.name, own) ?? 'Name the table, such as "key": "banking.client".',
  })
}
