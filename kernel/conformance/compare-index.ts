// An index of a specification against those that stand on its table: the same, one that serves it too, or none.

import { isReading, toComparedName, toLivePredicate, withoutPrefix } from './compare-table.ts'
import type { Index } from './definition.ts'
import { type Item, ItemDraft } from './item.ts'
import type { Placed } from './reading.ts'
import type { RuleName } from './rules.ts'
import type { StandingTable } from './standing.ts'
import { toPlace, type Wanted } from './wanted.ts'

export function compareIndexes(
  placed: Placed,
  standing: StandingTable,
  wanted: Wanted,
): readonly Item[] {
  const { name: table, indexes = [] } = placed.specified
  return indexes.map(({ name, method = 'btree', columns, where }, at) => {
    const isAgain = indexes.findIndex((other) => other.name === name) < at
    const place = placed.key === table ? '' : `${placed.key}.`
    const item = new ItemDraft('index', `index ${place}${name}${isAgain ? ' again' : ''}`)
    const text = `${method} (${columns.join(', ')})${where === undefined ? '' : ` where ${where}`}`
    const made = wanted.indexes.get(toPlace(table, at))
    if (isReading(placed.table)) item.differs('missing', text, undefined, 'reading')
    else if (isAgain) item.differs('repeated', text, 'one', 'repeated')
    else if (made === undefined || 'refused' in made)
      item.differs('refused', `${text}: ${made?.refused}`, toTexts(standing, method))
    else compareIndex(item, text, toCompared(placed, made.value), placed, standing)
    return item.done()
  })
}

function compareIndex(
  item: ItemDraft,
  text: string,
  says: Index,
  placed: Placed,
  standing: StandingTable,
): void {
  const all = listIndexes(placed, standing)
  // One that only repeats a key or a unique is left out.
  const own = says.unique ? all : all.filter((one) => !one.unique)
  const exact = own.find(
    (one) => one.method === says.method && isSameOrder(one, says, true) && one.where === says.where,
  )
  if (exact?.unique === says.unique) return
  const [rule, found] = findServing(says, all, placed)
  item.differs(
    found === undefined ? 'missing' : 'other',
    text,
    found === undefined ? toTexts(standing, says.method) : toText(found),
    rule,
  )
}

/** An encrypted column is found by the one that stands for it where equality is asked. */
function toCompared(placed: Placed, says: Index): Index {
  const elements = says.elements.map((element) => {
    const [name = '', direction] = element.split(' ')
    const compared = toComparedName(placed, name)
    return direction === undefined ? compared : `${compared} ${direction}`
  })
  return { ...says, elements }
}

function findServing(
  says: Index,
  all: readonly Index[],
  { table }: Placed,
): readonly [RuleName | undefined, Index | undefined] {
  const live = toLivePredicate(table)
  const isWhole = ({ where }: Index) =>
    where === undefined || where === says.where || where === live
  const longer = all.find(
    (one) =>
      one.method === 'btree' &&
      says.method === 'btree' &&
      isSameOrder(one, says, false) &&
      isWhole(one),
  )
  if (longer !== undefined) {
    if (longer.unique || !says.unique)
      return says.where === longer.where || says.where === undefined
        ? ['covered', longer]
        : [undefined, longer]
  }
  const isText = says.elements.some((element) => element.startsWith('to_tsvector'))
  const column = table?.search?.column.sqlName
  const stored = all.find((one) => one.method === 'gin' && one.elements.join() === column)
  if (isText && stored !== undefined) return ['search', stored]
  return [undefined, all.find((one) => isSameOrder(one, says, true))]
}

/** A key and a unique are indexes too. */
function listIndexes({ table }: Placed, standing: StandingTable): readonly Index[] {
  const keys = [{ columns: standing.key }, ...standing.uniques]
  return [
    ...keys.map(
      ({ columns, ...one }): Index => ({
        unique: true,
        method: 'btree',
        elements: columns,
        ...one,
      }),
    ),
    ...standing.indexes.values(),
  ]
    .filter(({ elements }) => elements.length > 0)
    .flatMap((one) => {
      const bare = withoutPrefix(one.elements, table)
      return bare.length === one.elements.length ? [one] : [one, { ...one, elements: bare }]
    })
}

/** An index is read from both ends: all directions turned about are the same. */
function isSameOrder(one: Index, says: Index, isWhole: boolean): boolean {
  if (isWhole && one.elements.length !== says.elements.length) return false
  const found = one.elements.slice(0, says.elements.length).join()
  return found === says.elements.join() || found === says.elements.map(turn).join()
}

function turn(element: string): string {
  return element.endsWith(' DESC') ? element.slice(0, -5) : `${element} DESC`
}

function toTexts({ indexes }: StandingTable, method: string): string | undefined {
  const texts = [...indexes.values()].filter((one) => one.method === method).map(toText)
  return texts.length === 0 ? undefined : texts.join('; ')
}

function toText({ method, elements, where, unique }: Index): string {
  const end = where === undefined ? '' : ` where ${where}`
  return `${unique ? 'unique ' : ''}${method} (${elements.join(', ')})${end}`
}
