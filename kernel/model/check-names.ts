// What has a name of its own in the database: none too long for PostgreSQL, and no two alike where they share a room.
import { identifierBytesMax } from '../table/name.ts'
import { type Report, type Reporter, toReporter } from './diagnosis.ts'
import type { TableModel } from './model.ts'
import { toObjectName } from './name.ts'

// A catalog cannot tell whether such a rename has happened: it would be left out, or come twice.
export const renameHint = 'Rename in two migrations.'

/** What has a name of its own beside the table, and what it says. */
function saidOf({ uniques, exclusions, checks, indexes }: TableModel) {
  const over = (what: string, parts: readonly string[]) => `${what} over ${parts.join(', ')}`
  return [
    ...checks.map(({ name, expression }) => ({ name, says: `check ${expression}` })),
    ...uniques.map(({ name, columns }) => ({
      name,
      says: over(
        'unique',
        columns.map((column) => column.name),
      ),
    })),
    ...exclusions.map(({ name, elements }) => ({
      name,
      says: over(
        'exclusion',
        elements.map(({ expression }) => expression),
      ),
    })),
    ...indexes.map(({ name, elements }) => ({ name, says: over('index', elements) })),
  ]
}

/** Tables, indexes and the constraints that make one share the names of a schema; routines have theirs. */
export function checkSharedNames(tables: readonly TableModel[], report: Report): void {
  const owned = (names: (table: TableModel) => readonly string[]) =>
    Map.groupBy(
      tables.flatMap((table) => [...new Set(names(table))].map((name) => ({ name, table }))),
      ({ name }) => name,
    )
  const relations = owned(({ kind, sqlName, uniques, exclusions, indexes }) => [
    sqlName,
    ...(kind === 'view' ? [] : [toObjectName([sqlName], 'pkey')]),
    ...[...uniques, ...exclusions, ...indexes].map(({ name }) => name),
  ])
  const routines = owned((table) => table.routines.map(({ name }) => name))
  for (const [name, owners] of [...relations, ...routines])
    for (const { table } of owners.slice(1))
      toReporter(`${table.database}.${table.name}`, report, table.file)(
        'ACV101',
        `the name '${name}' is one of '${owners[0]?.table.name}' already`,
        'Within a database tables, indexes and constraints are named apart.',
      )
}

/** PostgreSQL cuts longer names in silence: of two triggers with one beginning the second replaces the first. */
export function checkNames(table: TableModel, mistake: Reporter): void {
  const { uniques, indexes, exclusions, checks, routines } = table
  const triggers = routines.flatMap((routine) => routine.triggers)
  for (const { name } of [
    ...uniques,
    ...indexes,
    ...exclusions,
    ...checks,
    ...routines,
    ...triggers,
  ])
    if (Buffer.byteLength(name) > identifierBytesMax)
      mistake('ACV101', `the name '${name}' is longer than ${identifierBytesMax} bytes`)
  // A column of words has a check of its own, named as one that is declared may be.
  for (const [name, ones] of Map.groupBy(saidOf(table), (one) => one.name))
    if (ones.length > 1)
      mistake(
        'ACV101',
        `${ones.length} constraints or indexes have the name '${name}'`,
        `Name them apart: ${ones.map(({ says }) => says).join(' / ')}.`,
      )
  const names = new Set([...table.columns.values()].map((column) => column.sqlName))
  for (const { name, sqlName, spec } of table.columns.values())
    if (spec.was !== undefined && spec.was !== sqlName && names.has(spec.was))
      mistake('ACV101', `'${name}' was '${spec.was}', which is a column still`, renameHint)
}
