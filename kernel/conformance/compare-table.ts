// What a specification says of a table beside its columns: key, uniques, checks and links.
import type { TableModel } from '../model/model.ts'
import type { SpecifiedCheck } from '../table/specification.ts'
import { normaliseExpression } from './definition.ts'
import { type Item, ItemDraft } from './item.ts'
import { findColumn, type Placed, toSqlColumns } from './reading.ts'
import type { StandingTable } from './standing.ts'
import { toPlace, type Wanted } from './wanted.ts'

export function compareKey(placed: Placed, standing: StandingTable): readonly Item[] {
  const { specified, table } = placed
  const { key } = specified
  if (key.length === 0 || !key.every((column) => column in specified.columns)) return []
  const item = new ItemDraft('key', `${placed.key} key`)
  const columns = toSqlColumns(placed, key)
  const isSame = standing.key.join() === columns.join()
  if (isReading(table)) item.differs('missing', columns, undefined, 'reading')
  else if (!isSame) {
    const rule = table?.partition !== undefined && columns.every((c) => standing.key.includes(c))
    item.differs('columns', columns, standing.key, rule ? 'partitioned' : undefined)
  }
  return [item.done()]
}

export function compareUniques(placed: Placed, standing: StandingTable): readonly Item[] {
  const { specified, table } = placed
  return (specified.uniques ?? []).map((unique) => {
    const item = new ItemDraft('unique', `${placed.key} unique (${unique.join(', ')})`)
    const columns = unique.map((column) => toComparedName(placed, column))
    if (isReading(table)) item.differs('missing', columns, undefined, 'reading')
    else compareUnique(item, columns, standing, table)
    return item.done()
  })
}

function compareUnique(
  item: ItemDraft,
  columns: readonly string[],
  standing: StandingTable,
  table: TableModel | undefined,
): void {
  const found = standing.uniques.filter((one) => isSet(withoutPrefix(one.columns, table), columns))
  if (isSet(standing.key, columns) || found.some(({ where }) => where === undefined)) return
  const [partial] = found
  if (partial === undefined) {
    const others = standing.uniques.map((one) => `(${one.columns.join(', ')})`).join(' ')
    item.differs('missing', columns, others === '' ? undefined : others)
    return
  }
  const isLive = partial.where === toLivePredicate(table)
  item.differs('where', columns, `where ${partial.where}`, isLive ? 'live' : undefined)
}

export function compareChecks(
  placed: Placed,
  standing: StandingTable,
  wanted: Wanted,
): readonly Item[] {
  const { checks = [], columns, name } = placed.specified
  const listed = Object.entries(columns).flatMap(([column, { type = '', documented }]) => {
    // A native enumeration is a check of its values here.
    const values = type.startsWith('"') ? wanted.enums[type.slice(1, -1)] : undefined
    const list = values === undefined ? [] : [compareValues(placed, column, values, standing)]
    const isChecked = checks.some((check) => check.column === column)
    const texts =
      documented === undefined || isChecked
        ? []
        : compareDocumented(placed, column, documented, standing)
    return [...list, ...texts]
  })
  const stated = checks.map((check, at) =>
    'values' in check
      ? compareValues(placed, check.column, check.values, standing)
      : compareExpression(placed, check, wanted.checks.get(toPlace(name, at)), standing),
  )
  return [...listed, ...stated]
}

function compareValues(
  placed: Placed,
  column: string,
  values: readonly string[],
  standing: StandingTable,
): Item {
  const item = new ItemDraft('check', `${placed.key}.${column} values`)
  const words = placed.reading.values?.[column] ?? {}
  const wants = values.map((value) => words[value] ?? value)
  const found = standing.values.get(findColumn(placed, column)?.sqlName ?? '')
  if (isReading(placed.table)) item.differs('missing', values, undefined, 'reading')
  else if (found === undefined) item.differs('missing', values, undefined)
  else {
    if (!isSet(found, wants)) item.differs('other', wants, found)
    if (wants.join() !== values.join()) item.differs('words', values, wants, 'value')
  }
  return item.done()
}

/** Values that a text lists bind nobody: a check of them is a correction, none is as it says. */
function compareDocumented(
  placed: Placed,
  column: string,
  documented: readonly string[],
  standing: StandingTable,
): readonly Item[] {
  const found = standing.values.get(findColumn(placed, column)?.sqlName ?? '')
  if (found === undefined) return []
  const item = new ItemDraft('check', `${placed.key}.${column} values`)
  const words = placed.reading.values?.[column] ?? {}
  const wants = documented.map((value) => words[value] ?? value)
  const holdsAll = wants.every((value) => found.includes(value))
  item.differs('documented', documented, found, holdsAll ? 'documented' : undefined)
  return [item.done()]
}

function compareExpression(
  placed: Placed,
  check: Extract<SpecifiedCheck, { expression: string }>,
  made: ReturnType<Wanted['checks']['get']>,
  standing: StandingTable,
): Item {
  const item = new ItemDraft('check', `${placed.key}.${check.column} check`)
  const column = findColumn(placed, check.column)?.sqlName ?? check.column
  const expressions = [...standing.checks.values()].map(normaliseExpression)
  const others = expressions.filter((text) => new RegExp(`\\b${column}`).test(text))
  if (isReading(placed.table)) item.differs('missing', check.expression, undefined, 'reading')
  else if (made !== undefined && 'refused' in made)
    item.differs('refused', `${check.expression}: ${made.refused}`, others.join('; '))
  else if (!expressions.includes(made?.value ?? ''))
    item.differs(
      others.length === 0 ? 'missing' : 'other',
      check.expression,
      others.length === 0 ? undefined : others.join('; '),
    )
  return item.done()
}

export function compareLinks(
  placed: Placed,
  standing: StandingTable,
  places: readonly Placed[],
): readonly Item[] {
  return Object.entries(placed.specified.columns).flatMap(([name, { references, onDelete }]) => {
    if (references === undefined) return []
    const item = new ItemDraft('link', `${placed.key}.${name} link`)
    const column = findColumn(placed, name)
    // `table.column`, before it perhaps the schema.
    const parent = references.split('.').at(-2)
    const target = places.find(({ specified, table }) => specified.name === parent && table)
    if (isReading(placed.table)) item.differs('missing', references, undefined, 'reading')
    else {
      const found = standing.links.find(
        (link) =>
          link.columns.includes(column?.sqlName ?? name) && link.table === target?.table?.sqlName,
      )
      const { link } = column?.spec ?? {}
      const isReference =
        link?.database === target?.database?.name && link?.table === target?.table?.name
      if (found === undefined)
        item.differs('missing', references, toLinkText(link), isReference ? 'reference' : undefined)
      else if (onDelete !== undefined && toRule(onDelete) !== toRule(found.onDelete))
        item.differs('delete', onDelete, found.onDelete)
    }
    return [item.done()]
  })
}

function toLinkText(link: { table: string; database?: string } | undefined): string | undefined {
  return link === undefined ? undefined : [link.database, link.table].filter(Boolean).join('.')
}

/** They differ only in when they refuse. */
function toRule(onDelete: string): string {
  return onDelete === 'NO ACTION' ? 'RESTRICT' : onDelete
}

export function isReading(table: TableModel | undefined): boolean {
  return table?.kind === 'view'
}

/** As uniques and indexes name it: an encrypted column by the one that stands for it where equality is asked. */
export function toComparedName(placed: Placed, name: string): string {
  const column = findColumn(placed, name)
  const codec = column?.spec.codec
  const blind = codec?.form === 'sealed' ? codec.blind : undefined
  return placed.table?.columns.get(blind ?? '')?.sqlName ?? column?.sqlName ?? name
}

/** What every unique and link of one tenant begins with says nothing of its own. */
export function withoutPrefix(
  columns: readonly string[],
  table: TableModel | undefined,
): readonly string[] {
  const prefix = table?.keyPrefix?.sqlName
  return columns[0] === prefix ? columns.slice(1) : columns
}

export function toLivePredicate(table: TableModel | undefined): string | undefined {
  const column = table?.liveColumn?.sqlName
  return column === undefined ? undefined : normaliseExpression(`${column} is null`)
}

function isSet(left: readonly string[], right: readonly string[]): boolean {
  return left.toSorted().join('\0') === right.toSorted().join('\0')
}
