// A key prefix that comes through a link: the chain of parents must end at one that has its own, and rows that
// stand when the column is added take theirs from the parent. What requests do with it is query's affair.
import { quoteIdentifier } from '../database/sql.ts'
import { nearestHint } from '../errors/index.ts'
import type { Folded } from './fold.ts'
import { prefixOf, toPairs } from './link.ts'
import type { ColumnModel, PrefixThroughModel } from './model.ts'

/** Undefined where the table has its own prefix, and where the way to it is declared wrongly. */
export function toPrefixThrough(
  folded: Folded,
  parents: ReadonlyMap<string, Folded>,
): PrefixThroughModel | undefined {
  const parent = parentOf(folded, parents)
  const link = linkOf(folded)
  const key = parent?.columns.get('id')
  const prefix = parent === undefined ? undefined : prefixOf(parent)
  if (parent === undefined || link === undefined || key === undefined || prefix === undefined)
    return undefined
  const own = prefixOf(folded)
  const on = toPairs(folded, link, parent, key).filter(([here]) => here !== own)
  return Object.freeze({
    table: parent.table.sqlName,
    column: prefix.sqlName,
    on: on.map(([here, there]) => [here, there.sqlName] as const),
  })
}

/** The column as a later migration adds it: filled from the parent, which is filled before. */
export function withPrefixBackfill(folded: Folded, parents: ReadonlyMap<string, Folded>): Folded {
  const through = toPrefixThrough(folded, parents)
  const own = prefixOf(folded)
  if (through === undefined || own === undefined || own.spec.backfill !== undefined) return folded
  const on = through.on.map(
    ([here, there]) => `q.${quoteIdentifier(there)} = p.${quoteIdentifier(here.sqlName)}`,
  )
  const parent = `${quoteIdentifier(through.table)} q`
  const backfill = `(select q.${quoteIdentifier(through.column)} from ${parent} where ${on.join(' and ')})`
  const spec = Object.freeze({ ...own.spec, backfill })
  const columns = new Map(folded.columns)
  columns.set(own.name, Object.freeze({ ...own, spec }))
  return {
    ...folded,
    columns,
    column: (name, feature) => columns.get(name) ?? folded.column(name, feature),
  }
}

export function checkPrefixThrough(folded: Folded, parents: ReadonlyMap<string, Folded>): void {
  const [message, hint] = faultOf(folded, parents) ?? []
  if (message === undefined) return
  folded.mistake('ACV104', message, { feature: 'tenant', ...(hint === undefined ? {} : { hint }) })
}

type Fault = readonly [message: string, hint?: string | undefined]

function faultOf(folded: Folded, parents: ReadonlyMap<string, Folded>): Fault | undefined {
  const through = folded.qualifier('keyPrefix')?.through
  if (through === undefined) return undefined
  const column = folded.columns.get(through)
  const way = `it goes through '${through}'`
  if (column?.spec.link === undefined)
    return [`${way}, which is no link of this table`, nearestLink(folded, through)]
  if (column.spec.link.database !== undefined)
    return [
      `${way}, which leads to another database`,
      'Give the table tenant(): no foreign key can hold the two together.',
    ]
  if (column.spec.optional)
    return [
      `${way}, which is optional: a row without it would belong to nobody`,
      'Make the link required, or give the table tenant().',
    ]
  const parent = parents.get(column.spec.link.table)
  // A link to no table is told where links are made.
  return parent === undefined ? undefined : parentFault(folded, parent, parents, way)
}

function parentFault(
  folded: Folded,
  parent: Folded,
  parents: ReadonlyMap<string, Folded>,
  way: string,
): Fault | undefined {
  const { sqlName } = parent.table
  const prefix = prefixOf(parent)
  if (prefix === undefined)
    return [
      `${way} to '${sqlName}', whose rows belong to no tenant`,
      `Give '${sqlName}' tenant(), or tenant({ through }) of its own.`,
    ]
  if (prefix.spec.type.name !== prefixOf(folded)?.spec.type.name)
    return [`its tenant is of another type than that of '${sqlName}'`]
  if (!isCircle(folded, parents)) return undefined
  return [
    `${way}, and round in a circle: no table on the way has a tenant of its own`,
    'Give one of them tenant().',
  ]
}

function isCircle(start: Folded, parents: ReadonlyMap<string, Folded>): boolean {
  const seen = new Set<Folded['table']>()
  for (let one: Folded | undefined = start; one !== undefined; one = parentOf(one, parents)) {
    if (seen.has(one.table)) return true
    seen.add(one.table)
  }
  return false
}

function parentOf(folded: Folded, parents: ReadonlyMap<string, Folded>): Folded | undefined {
  const link = linkOf(folded)?.spec.link
  return link === undefined || link.database !== undefined ? undefined : parents.get(link.table)
}

function linkOf(folded: Folded): ColumnModel | undefined {
  const through = folded.qualifier('keyPrefix')?.through
  return through === undefined ? undefined : folded.columns.get(through)
}

function nearestLink(folded: Folded, name: string): string | undefined {
  const links = [...folded.columns.values()].filter(({ spec }) => spec.link !== undefined)
  return nearestHint(
    name,
    links.map((column) => column.name),
  )
}
