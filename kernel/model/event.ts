// Events of one database from its tables' facts: where they wait, where others' arrive, what each holds.
import type { JsonSchema } from '../table/json-schema.ts'
import { toColumnSchema } from './column-schema.ts'
import type { Folded } from './fold.ts'
import type { EventModel, TableModel } from './model.ts'
import { factsOf } from './structure.ts'

/** Routines of other tables write to it by this name. */
export const outboxSqlName = 'outbox_events'

export function toMailboxes(
  bySqlName: ReadonlyMap<string, Folded>,
  tables: ReadonlyMap<string, TableModel>,
): { readonly outbox: TableModel | undefined; readonly inbox: TableModel | undefined } {
  const find = (type: 'outbox' | 'inbox') => {
    const [first, second] = [...bySqlName.values()].filter((one) => one.qualifier(type))
    second?.mistake('ACV104', `its database has another table with ${type}()`)
    return first
  }
  const outbox = find('outbox')
  if (outbox !== undefined && outbox.table.sqlName !== outboxSqlName)
    outbox.mistake('ACV101', `a table with outbox() is named '${outboxSqlName}'`)
  const toModel = (folded: Folded | undefined) =>
    folded === undefined ? undefined : tables.get(folded.modelName)
  return { outbox: toModel(outbox), inbox: toModel(find('inbox')) }
}

export function toEvents(
  bySqlName: ReadonlyMap<string, Folded>,
  outbox: TableModel | undefined,
): ReadonlyMap<string, EventModel> {
  const events = new Map<string, EventModel>()
  for (const folded of bySqlName.values())
    for (const { fact, feature } of factsOf(folded, 'event')) {
      const mistake = (message: string) => folded.mistake('ACV104', message, { feature })
      if (outbox === undefined) mistake('it emits, but its database has no table with outbox()')
      if (events.has(fact.name)) mistake(`the event '${fact.name}' is emitted by another table too`)
      events.set(fact.name, {
        name: fact.name,
        version: fact.version,
        aggregate: fact.aggregate,
        table: folded.modelName,
        schema: toPayloadSchema(folded, fact.payload, fact.required, feature),
      })
    }
  return events
}

/** Fields that were not declared may be there: a consumer must bear what a later version adds. */
function toPayloadSchema(
  folded: Folded,
  payload: Readonly<Record<string, string>>,
  required: readonly string[],
  feature: string,
): JsonSchema {
  const properties = Object.entries(payload).flatMap(([name, columnName]) => {
    const column = folded.column(columnName, feature)
    return column === undefined ? [] : [[name, toColumnSchema(column, 'read')] as const]
  })
  return { type: 'object', properties: Object.fromEntries(properties), required }
}
