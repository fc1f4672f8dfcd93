// The live catalog of each system against the specification that it answers. Nothing is changed: what the
// specification says is made and read inside a transaction that is rolled back.
import { readFileSync } from 'node:fs'
import type { Targets } from '../database/targets.ts'
import { AcervoError } from '../errors/index.ts'
import { withDirect } from '../migrate/placed.ts'
import type { Model } from '../model/model.ts'
import type { System } from '../table/database.ts'
import { differenceClasses, type Specification, type Specified } from '../table/specification.ts'
import { compareColumn } from './compare-column.ts'
import { compareIndexes } from './compare-index.ts'
import {
  type Compared,
  compareDatabases,
  compareFunctions,
  comparePolicies,
  compareTriggers,
  compareViews,
} from './compare-routines.ts'
import { compareChecks, compareKey, compareLinks, compareUniques } from './compare-table.ts'
import { type Item, ItemDraft } from './item.ts'
import { type ItemClass, type JudgedItem, judge } from './judge.ts'
import { findColumn, type Placed, placeTable, toModelName } from './reading.ts'
import { rules } from './rules.ts'
import { readStanding, type Standing } from './standing.ts'
import { type Names, readWanted, type Wanted } from './wanted.ts'

export interface ConformanceOptions {
  readonly systems: readonly System[]
  readonly model: Model
  readonly targets: Targets
  /** Number of one specification. */
  readonly only?: string
}

export interface Conformance {
  readonly system: string
  readonly number: string
  readonly title: string
  readonly counts: Readonly<Record<ItemClass | 'extra', number>>
  readonly items: readonly JudgedItem[]
  readonly stale: readonly string[]
  readonly conforms: boolean
}

export async function readConformance(
  options: ConformanceOptions,
): Promise<readonly Conformance[]> {
  const found: Conformance[] = []
  for (const system of options.systems) {
    if (system.specification === undefined) continue
    const specification = await system.specification()
    const specified = readSpecified(specification)
    if (options.only !== undefined && options.only !== specified.number) continue
    found.push(await conform(system, specification, specified, options))
  }
  return found.toSorted((a, b) => (a.number < b.number ? -1 : 1))
}

/** What it says; documents are drawn from it too. */
export function readSpecified({ says }: Pick<Specification, 'says'>): Specified {
  return JSON.parse(readFileSync(says, 'utf8'))
}

async function conform(
  system: System,
  specification: Specification,
  specified: Specified,
  { model, targets }: ConformanceOptions,
): Promise<Conformance> {
  assertReading(specification, specified, model)
  const places = specified.tables.flatMap((table) => placeTable(table, specification, model))
  const standing = await readAll(system, targets)
  const wanted = await readWantedOf(system, specified, places, targets)
  const compared: Compared = { specified, specification, places, wanted, standing }
  const { items, stale } = judge(
    [
      ...compareDatabases(specified, model),
      ...places.flatMap((placed) => compareTable(placed, compared)),
      ...compareTriggers(compared),
      ...compareFunctions(compared),
      ...compareViews(compared),
      ...comparePolicies(compared),
    ],
    specification,
  )
  const counts = count(items, countExtra(places, standing, items))
  const conforms = counts.unrecorded === 0 && stale.length === 0
  const { number, title } = specified
  return { system: system.name, number, title, counts, items, stale, conforms }
}

function compareTable(placed: Placed, compared: Compared): readonly Item[] {
  const { specified, table, database, key } = placed
  const item = new ItemDraft('table', `table ${key}`)
  const standing = compared.standing.get(database?.schema ?? '')?.tables.get(table?.sqlName ?? '')
  if (table === undefined || standing === undefined) {
    item.differs('missing', Object.keys(specified.columns), undefined)
    return [item.done()]
  }
  if (table.sqlName !== specified.name) item.differs('name', specified.name, table.sqlName, 'name')
  return [
    item.done(toModelName(placed)),
    ...Object.keys(specified.columns).map((name) =>
      compareColumn(placed, name, standing, compared.wanted),
    ),
    ...compareKey(placed, standing),
    ...compareUniques(placed, standing),
    ...compareChecks(placed, standing, compared.wanted),
    ...compareLinks(placed, standing, compared.places),
    ...compareIndexes(placed, standing, compared.wanted),
  ]
}

async function readAll(
  { databases }: System,
  targets: Targets,
): Promise<ReadonlyMap<string, Standing>> {
  const standing = new Map<string, Standing>()
  for (const { schema } of databases)
    await withDirect(targets.of(schema), async (direct) => {
      standing.set(schema, await readStanding(direct, schema))
    })
  return standing
}

function readWantedOf(
  { databases }: System,
  specified: Specified,
  places: readonly Placed[],
  targets: Targets,
): Promise<Wanted> {
  const names: Names = new Map(
    places.flatMap((placed) => {
      const { specified: said, table } = placed
      if (table === undefined) return []
      const columns = Object.keys(said.columns).flatMap((name) => {
        const column = findColumn(placed, name)
        return column === undefined ? [] : [[name, column.sqlName] as const]
      })
      return [[said.name, { table: table.sqlName, columns: new Map(columns) }] as const]
    }),
  )
  const [first] = databases
  if (first === undefined) throw new AcervoError('ACV100', 'a system without databases')
  return withDirect(targets.of(first.schema), (direct) => readWanted(direct, specified, names))
}

/** A name that leads nowhere would hide a difference behind another one. */
function assertReading(specification: Specification, specified: Specified, model: Model): void {
  const mistakes = Object.entries(specification.tables).flatMap(([name, reading]) => {
    const said = specified.tables.find((table) => table.name === name)
    if (said === undefined) return [`tables.${name}: the specification has no such table`]
    if (typeof reading === 'string') return []
    const [placed] = placeTable(said, specification, model)
    const given = Object.entries({ ...reading.columns })
    return given.flatMap(([column, to]) => {
      if (!(column in said.columns)) return [`tables.${name}: it has no column ${column}`]
      return placed?.table === undefined || placed.table.columns.has(to)
        ? []
        : [`tables.${name}: ${placed.table.name} has no column ${to}`]
    })
  })
  const unknown = Object.keys(specification.answers).filter((rule) => !(rule in rules))
  mistakes.push(...unknown.map((rule) => `answers.${rule}: there is no such rule`))
  if (mistakes.length === 0) return
  throw new AcervoError('ACV100', 'the answers to a specification have mistakes', {
    details: mistakes.join('\n'),
    hint: 'Correct them in the specification.ts of the system.',
  })
}

/** Tables and columns that no specification asks for. */
function countExtra(
  places: readonly Placed[],
  standing: ReadonlyMap<string, Standing>,
  items: readonly JudgedItem[],
): number {
  const views = items.flatMap(({ kind, is }) => (kind === 'view' && is !== undefined ? [is] : []))
  const named = new Set<string>()
  for (const placed of places) {
    const table = `${placed.database?.schema}.${placed.table?.sqlName}`
    named.add(table)
    for (const column of Object.keys(placed.specified.columns))
      named.add(`${table}.${findColumn(placed, column)?.sqlName}`)
  }
  const all = [...standing].flatMap(([schema, { tables }]) =>
    [...tables].flatMap(([table, { columns }]) => {
      if (views.includes(table)) return []
      const name = `${schema}.${table}`
      return named.has(name) ? [...columns.keys()].map((column) => `${name}.${column}`) : [name]
    }),
  )
  return all.filter((name) => !named.has(name)).length
}

function count(items: readonly JudgedItem[], extra: number): Conformance['counts'] {
  const of = (wanted: ItemClass) => items.filter((item) => item.class === wanted).length
  const [corrected, renamed, retyped, missing] = differenceClasses.map(of) as [
    number,
    number,
    number,
    number,
  ]
  const classes = { same: of('same'), corrected, renamed, retyped, missing }
  return { ...classes, extra, unrecorded: of('unrecorded') }
}
