// What stands in one schema, as values that can be compared: the catalog as kernel/migrate reads it, and the columns
// of its views.
import type { Direct } from '../database/target.ts'
import { type Catalog, type CatalogItem, readCatalog } from '../migrate/catalog.ts'
import {
  type Index,
  type Link,
  parseConstraint,
  parseIndex,
  parseTrigger,
  parseValues,
} from './definition.ts'

export interface StandingColumn {
  readonly type: string
  readonly notNull: boolean
  readonly default: string | null
  readonly generated: string | null
}

export interface StandingTable {
  readonly columns: ReadonlyMap<string, StandingColumn>
  readonly key: readonly string[]
  readonly uniques: readonly { readonly columns: readonly string[]; readonly where?: string }[]
  /** Constraint -> its expression. */
  readonly checks: ReadonlyMap<string, string>
  readonly values: ReadonlyMap<string, readonly string[]>
  readonly links: readonly Link[]
  readonly indexes: ReadonlyMap<string, Index>
  readonly triggers: ReadonlyMap<string, { when: string; events: readonly string[] }>
  /** Policy -> its condition. */
  readonly policies: ReadonlyMap<string, string>
  /** The query of a view. */
  readonly query?: string
}

export interface Standing {
  readonly tables: ReadonlyMap<string, StandingTable>
  /** Name without arguments -> body. */
  readonly functions: ReadonlyMap<string, string>
}

export async function readStanding(direct: Direct, schema: string): Promise<Standing> {
  const catalog = await readCatalog(direct, schema)
  const { rows } = await direct.query({ text: viewColumns, values: [schema] })
  const items = [...catalog.values()]
  const tables = items
    .filter(({ kind }) => kind === 'table')
    .map(({ name }) => [name, toTable(items.filter(({ table }) => table === name))] as const)
  const views = items
    .filter(({ kind }) => kind === 'view')
    .map(
      ({ name, definition }) =>
        [
          name,
          toView(
            definition,
            rows.filter(([view]) => view === name),
          ),
        ] as const,
    )
  return { tables: new Map([...tables, ...views]), functions: toFunctions(catalog) }
}

const viewColumns = `
  select c.relname, a.attname, format_type(a.atttypid, a.atttypmod)
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
   where n.nspname = $1 and c.relkind = 'v' order by c.relname, a.attnum`

function toTable(items: readonly CatalogItem[]): StandingTable {
  const of = (wanted: CatalogItem['kind']) => items.filter(({ kind }) => kind === wanted)
  const parsed = of('constraint').map(
    ({ name, definition }) => [name, parseConstraint(definition)] as const,
  )
  const constraints = parsed.map(([, constraint]) => constraint)
  const indexes = new Map(of('index').map(({ name, definition }) => [name, parseIndex(definition)]))
  const checks = new Map(
    parsed.flatMap(([name, one]) =>
      one.type === 'check' ? [[name, one.expression] as const] : [],
    ),
  )
  const values = [...checks.values()].flatMap((expression) => {
    const listed = parseValues(expression)
    return listed === undefined ? [] : [[listed.column, listed.values] as const]
  })
  const uniqueIndexes = [...indexes.values()].filter(({ unique }) => unique)
  return {
    columns: new Map(of('column').map(({ name, definition }) => [name, JSON.parse(definition)])),
    key: constraints.flatMap((one) => (one.type === 'key' ? one.columns : [])),
    uniques: [
      ...constraints.flatMap((one) => (one.type === 'unique' ? [{ columns: one.columns }] : [])),
      ...uniqueIndexes.map(({ elements, where }) => ({
        columns: elements,
        ...(where === undefined ? {} : { where }),
      })),
    ],
    checks,
    values: new Map(values),
    links: constraints.flatMap((one) => (one.type === 'link' ? [one.link] : [])),
    indexes,
    triggers: new Map(
      of('trigger').map(({ name, definition }) => [name, parseTrigger(definition)]),
    ),
    policies: new Map(of('policy').map(({ name, definition }) => [name, toCondition(definition)])),
  }
}

function toView(definition: string, rows: readonly (readonly (string | null)[])[]): StandingTable {
  const columns = rows.map(
    ([, name = '', type = '']) =>
      [name ?? '', { type: type ?? '', notNull: false, default: null, generated: null }] as const,
  )
  const nothing = { key: [], uniques: [], links: [] }
  const empty = {
    checks: new Map(),
    values: new Map(),
    indexes: new Map(),
    triggers: new Map(),
    policies: new Map(),
  }
  const { query } = JSON.parse(definition) as { readonly query: string }
  return { columns: new Map(columns), ...nothing, ...empty, query }
}

function toFunctions(catalog: Catalog): ReadonlyMap<string, string> {
  const found = [...catalog.values()].filter(({ kind }) => kind === 'function')
  return new Map(
    found.map(({ name, definition }) => [
      name.replace(/\(.*$/, ''),
      (JSON.parse(definition) as { readonly body: string }).body,
    ]),
  )
}

function toCondition(definition: string): string {
  return (JSON.parse(definition) as { readonly using: string | null }).using ?? ''
}
