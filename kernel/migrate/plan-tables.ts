// Whole tables: the first migration of a database, new tables, renamed and dropped ones. A table that is new
// gets everything at once; nobody reads it yet.

import { quoteIdentifier } from '../database/sql.ts'
import { renderOwner } from '../ddl/access.ts'
import { renderDatabase, toText } from '../ddl/database.ts'
import { qualify } from '../ddl/statement.ts'
import { renderIndexes, renderTable } from '../ddl/table.ts'
import type { DatabaseModel } from '../model/model.ts'
import type { Catalog } from './catalog.ts'
import type { FileBody, Step } from './file.ts'
import {
  addStep,
  alter,
  assertLossAllowed,
  differencesOf,
  type PlanDraft,
  type PlanInput,
  refuse,
} from './plan-draft.ts'

/** One transactional file for an empty schema. */
export function renderFirst(database: DatabaseModel): FileBody {
  const sql = toText(renderDatabase(database))
  const title = `create ${database.schema} with ${database.tables.size} tables`
  return { kind: 'transactional', headers: {}, steps: [{ title, locks: [], sql }] }
}

export function planTables(input: PlanInput, draft: PlanDraft): void {
  const { database, rendered } = input
  for (const difference of differencesOf(input, 'schema')) {
    const sql = rendered.get(difference.key) ?? ''
    if (difference.change === 'missing')
      addStep(draft, 'createTable', { title: `create schema ${database.schema}`, locks: [], sql })
    if (difference.change === 'different')
      addStep(draft, 'access', {
        title: `give the schema to ${difference.wanted?.definition}`,
        locks: [],
        sql: `alter schema ${quoteIdentifier(database.schema)} owner to ${difference.wanted?.definition}`,
      })
  }
  for (const name of input.newTables) {
    const table = input.tables.get(name)
    if (table === undefined) continue
    const statements = [
      renderTable(table, database.schema),
      renderOwner(table, database.schema),
      ...renderIndexes(table, database.schema),
    ]
    addStep(draft, 'createTable', { title: `create ${name}`, locks: [], sql: toText(statements) })
  }
  planLostTables(input, draft)
  for (const { change, wanted } of differencesOf(input, 'table'))
    if (change === 'different')
      refuse(
        input,
        `'${wanted?.name}' is to be stored as '${wanted?.definition}'`,
        'Declare a new table, copy the rows, then drop the old one.',
      )
  for (const { change, wanted } of differencesOf(input, 'owner'))
    if (change !== 'missing' && wanted !== undefined)
      addStep(draft, 'access', {
        title: `give ${wanted.name} to ${wanted.definition}`,
        locks: [{ mode: 'access exclusive', table: wanted.name }],
        sql: alter(input, wanted.name, `owner to ${wanted.definition}`),
      })
}

/** In one statement, because they may link to each other; whatever else hangs on them must be seen by a person. */
function planLostTables(input: PlanInput, draft: PlanDraft): void {
  const names = [...input.lostTables]
  if (names.length === 0) return
  assertLossAllowed(input, `${names.join(', ')} is not declared any more`)
  draft.losses.push({
    title: `drop ${names.join(', ')}`,
    locks: names.map((table) => ({ mode: 'access exclusive', table })),
    sql: `drop table ${names.map((name) => qualify(input.database.schema, name)).join(', ')}`,
  })
}

/** Declared renames that the catalog has not seen: they run before anything is compared. */
export function planRenames(database: DatabaseModel, found: Catalog): readonly Step[] {
  const steps: Step[] = []
  for (const table of database.tables.values()) {
    if (table.kind !== 'table') continue
    const moved =
      table.was !== undefined &&
      found.has(`table ${table.was}`) &&
      !found.has(`table ${table.sqlName}`)
    if (moved && table.was !== undefined)
      steps.push({
        title: `rename ${table.was} to ${table.sqlName}`,
        locks: [{ mode: 'access exclusive', table: table.was }],
        sql: `alter table ${qualify(database.schema, table.was)} rename to ${quoteIdentifier(table.sqlName)}`,
      })
    const before = moved ? table.was : table.sqlName
    for (const { sqlName, spec } of table.columns.values()) {
      if (spec.was === undefined || found.has(`column ${before}.${sqlName}`)) continue
      if (!found.has(`column ${before}.${spec.was}`)) continue
      const names = `${quoteIdentifier(spec.was)} to ${quoteIdentifier(sqlName)}`
      steps.push({
        title: `rename ${spec.was} of ${table.sqlName} to ${sqlName}`,
        locks: [{ mode: 'access exclusive', table: table.sqlName }],
        sql: `alter table ${qualify(database.schema, table.sqlName)} rename column ${names}`,
      })
    }
  }
  return steps
}
