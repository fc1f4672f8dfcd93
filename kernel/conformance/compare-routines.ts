// Databases, triggers, functions, views and policies of a specification: does what stands for each do as it says.
import type { Model } from '../model/model.ts'
import type { Specification, Specified } from '../table/specification.ts'
import { normaliseExpression } from './definition.ts'
import { type Item, ItemDraft, type ItemKind } from './item.ts'
import { matches, type Placed } from './reading.ts'
import type { Standing, StandingTable } from './standing.ts'
import type { Wanted } from './wanted.ts'

export interface Compared {
  readonly specified: Specified
  readonly specification: Specification
  readonly places: readonly Placed[]
  readonly wanted: Wanted
  /** By schema. */
  readonly standing: ReadonlyMap<string, Standing>
}

export function compareDatabases({ databases = [] }: Specified, model: Model): readonly Item[] {
  const schemas = new Map([...model.databases.values()].map((one) => [one.schema, one.name]))
  return databases.map(({ code, purpose }) => {
    const item = new ItemDraft('database', `database ${code}`)
    if (!schemas.has(code)) item.differs('missing', purpose, undefined)
    return item.done(schemas.get(code))
  })
}

export function compareTriggers(compared: Compared): readonly Item[] {
  const { specified, places } = compared
  return (specified.triggers ?? []).map(({ name, table, timing }) => {
    const item = new ItemDraft('trigger', `trigger ${name}`)
    const placed = places.find(({ specified: one }) => one.name === table)
    const wanted = findStand(compared, 'trigger', name)
    const all = [...(tableOf(compared, placed)?.triggers ?? [])]
    const found = all.filter(([one]) => matches(wanted, one))
    const [when = '', ...events] = timing.split(/ OR | /)
    const isDone = events.every((event) =>
      found.some(([, one]) => one.when === when && one.events.includes(event)),
    )
    if (found.length === 0)
      item.differs('missing', `${timing} on ${table}`, all.map(([one]) => one).join(', '))
    else {
      if (!isDone) item.differs('timing', timing, found.map(([, one]) => toText(one)).join(', '))
      if (wanted !== name) item.differs('name', name, wanted, 'stand')
    }
    return item.done(found.map(([one]) => one).join(', '))
  })
}

export function compareFunctions(compared: Compared): readonly Item[] {
  const all = [...compared.standing.values()].flatMap(({ functions }) => [...functions])
  return (compared.specified.functions ?? []).map(({ name, body }) => {
    const wanted = findStand(compared, 'function', name)
    const found = all.find(([one]) => matches(wanted, one))
    return compareText('function', name, body, found)
  })
}

export function compareViews(compared: Compared): readonly Item[] {
  return (compared.specified.views ?? []).map(({ name, definition }) => {
    const wanted = findStand(compared, 'view', name)
    const views = [...compared.standing.values()].flatMap(({ tables }) => [...tables])
    const found = views.find(([one, { query }]) => query !== undefined && matches(wanted, one))
    const made = compared.wanted.views.get(name)
    const says = made !== undefined && 'value' in made ? made.value : definition
    return compareText('view', name, says, found && [found[0], found[1].query ?? ''])
  })
}

export function comparePolicies(compared: Compared): readonly Item[] {
  return (compared.specified.policies ?? []).map(({ name, table, using }) => {
    const placed = compared.places.find(({ specified }) => specified.name === table)
    const wanted = findStand(compared, 'policy', name)
    const policies = tableOf(compared, placed)?.policies ?? []
    const found = [...policies].find(([one]) => matches(wanted, one))
    return compareText('policy', name, using, found)
  })
}

function compareText(
  kind: ItemKind,
  name: string,
  says: string,
  found: readonly [string, string] | undefined,
): Item {
  const item = new ItemDraft(kind, `${kind} ${name}`)
  if (found === undefined) {
    item.differs('missing', toLine(says), undefined)
    return item.done()
  }
  const [is, text] = found
  if (is !== name) item.differs('name', name, is, 'stand')
  if (normaliseExpression(text) !== normaliseExpression(says))
    item.differs('text', toLine(says), toLine(text))
  return item.done(is)
}

function findStand({ specification }: Compared, kind: ItemKind, name: string): string {
  const found = Object.entries(specification.stands).find(([pattern]) =>
    matches(pattern, `${kind} ${name}`),
  )
  return found?.[1] ?? name
}

function tableOf({ standing }: Compared, placed: Placed | undefined): StandingTable | undefined {
  return standing.get(placed?.database?.schema ?? '')?.tables.get(placed?.table?.sqlName ?? '')
}

function toText({ when, events }: { when: string; events: readonly string[] }): string {
  return `${when} ${events.join(' OR ')}`
}

const lineLengthMax = 160

function toLine(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  return line.length > lineLengthMax ? `${line.slice(0, lineLengthMax)}…` : line
}
