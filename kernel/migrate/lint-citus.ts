// What Citus could not take of a declaration, were its tables distributed by their tenant. Rules from Citus's own
// documentation; it cannot be installed here, so nothing of this was ever tried on Citus itself (decision 0006).
import { renderRowSecurity } from '../ddl/access.ts'
import type { DatabaseModel, TableModel } from '../model/model.ts'
import type { Finding } from './lint.ts'

export function lintCitus(databases: readonly DatabaseModel[]): readonly Finding[] {
  return databases.flatMap((database) => {
    const tables = new Map([...database.tables.values()].map((table) => [table.sqlName, table]))
    return [...tables.values()].flatMap((table) =>
      table.kind === 'view' ? [] : lintTable(table, tables),
    )
  })
}

type Told = readonly [rule: string, step: string, message: string]

function lintTable(table: TableModel, tables: ReadonlyMap<string, TableModel>): readonly Finding[] {
  // A table without a tenant is made a reference table, whole on every node.
  const own = table.keyPrefix?.sqlName
  const told = [
    ...lintPolicies(table),
    ...lintRoutines(table, own),
    ...(own === undefined ? [] : [...lintKeys(table, own), ...lintLinks(table, own, tables)]),
  ]
  const path = `${table.database}.${table.name}`
  return told.map(([rule, step, message]) => ({ path, step, rule: `citus ${rule}`, message }))
}

function lintPolicies(table: TableModel): readonly Told[] {
  const texts = renderRowSecurity(table, table.schema, 'citus')
  return texts
    .filter(({ kind, sql }) => kind === 'policy' && /\(\s*select\b/i.test(sql))
    .map(({ key }): Told => ['sub-select', key, 'Citus takes no sub-select in a policy'])
}

function lintKeys(table: TableModel, own: string): readonly Told[] {
  const message = `every key of a distributed table holds '${own}'`
  const keys = [
    { name: 'primary key', columns: table.primaryKey },
    ...table.uniques.map(({ name, columns }) => ({ name, columns })),
  ]
  const exclusions = table.exclusions.filter(
    ({ elements }) =>
      !elements.some(
        ({ expression, operator }) => expression.replaceAll('"', '') === own && operator === '=',
      ),
  )
  return [
    ...keys
      .filter(({ columns }) => !columns.some(({ sqlName }) => sqlName === own))
      .map(({ name }): Told => ['key', name, message]),
    ...exclusions.map(({ name }): Told => ['key', name, message]),
  ]
}

function lintLinks(
  table: TableModel,
  own: string,
  tables: ReadonlyMap<string, TableModel>,
): readonly Told[] {
  return table.foreignKeys.flatMap(({ name, columns, references, onDelete }): Told[] => {
    const isDistributed = tables.get(references)?.keyPrefix !== undefined
    if (isDistributed && !columns.includes(own))
      return [['foreign key', name, `it must hold '${own}': rows of two tenants live on two nodes`]]
    if (onDelete === 'set null')
      return [['foreign key', name, `ON DELETE SET NULL is refused where the key holds '${own}'`]]
    return []
  })
}

function lintRoutines({ routines }: TableModel, own: string | undefined): readonly Told[] {
  return routines.flatMap(({ name, body, triggers }): Told[] => [
    ...(/\bset_config\s*\(/i.test(body)
      ? [['set_config', name, 'a node sees SET LOCAL statements, not set_config()'] as const]
      : []),
    ...(own !== undefined && triggers.length > 0
      ? [['trigger', name, 'distributed tables take no triggers'] as const]
      : []),
  ])
}
