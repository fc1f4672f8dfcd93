// The page that shows the fleet: every logical database by area, and what they know of each other. Drawn from the
// Model: scripts/docs.js writes it, a test holds it to this text.
import type { DatabaseModel, Model } from '../kernel/index.ts'
import { databasePagePath, ownTablesOf } from './database-page.ts'

type Area = readonly [name: string, databases: readonly DatabaseModel[]]

export function renderFleet(model: Model): string {
  const parts = model.systems.map(({ name, databases }) => {
    const areas = [...Map.groupBy(databases, areaOf)]
    const own = new Set(databases.map((database) => database.name))
    const consumers = model.systems
      .flatMap((system) => system.consumers)
      .filter(({ from, database }) => own.has(from) && own.has(database))
    const edges = [...toReferences(databases), ...toEvents(consumers)]
    return [
      `## ${name}`,
      renderCount(databases),
      renderDrawing(areas, edges),
      ...areas.map(renderArea),
    ].join('\n\n')
  })
  return `${[head, renderWhole(model), ...parts].join('\n\n')}\n`
}

const head = `# The fleet

Every logical database, by area. Written by \`npm run docs\` from the declarations. \`acervo databases\` says the same of a running platform, with placement, version, size and health.

A database is a schema; where it lives is a line of the placement. Between databases there are no foreign keys, so that any of them can move: a thin arrow is a reference (the row there is known by its id), a thick one are events that are listened to. Each database has a page of its own, with its tables as a drawing.`

/** A system of few databases need not divide them. */
const areaOf = ({ area, system }: DatabaseModel): string => area || system

/** Areas, and the events that run between them; how databases of one area hear each other is drawn below. */
function renderWhole({ systems, databases }: Model): string {
  const boxes = systems.flatMap(({ name, databases: own }) => [
    `  subgraph s_${name}[${name}]`,
    ...[...Map.groupBy(own, areaOf)].map(
      ([area, { length }]) => `    ${toNode(`${name}_${area}`)}["${area}: ${length}"]`,
    ),
    '  end',
  ])
  const consumers = systems.flatMap((system) => system.consumers)
  const place = (name: string) => {
    const database = databases.get(name)
    return database && toNode(`${database.system}_${areaOf(database)}`)
  }
  const heard = consumers.flatMap(({ from, database, events }) =>
    events.map((event) => ({ way: [place(from), place(database)] as const, event })),
  )
  const ways = Map.groupBy(
    heard.filter(({ way: [from, to] }) => from !== to),
    ({ way }) => way.join(' '),
  )
  const lines = [...ways].map(([way, told]) => {
    const [from, to] = way.split(' ')
    const events = [...new Set(told.map(({ event }) => event))]
    return `  ${from} ==>|"${events.join('<br>')}"| ${to}`
  })
  return ['```mermaid', 'flowchart LR', ...boxes, ...lines, '```'].join('\n')
}

function renderCount(databases: readonly DatabaseModel[]): string {
  const tables = databases.flatMap((database) => tablesOf(database))
  const origins = [...Map.groupBy(databases, ({ origin }) => origin)].flatMap(([origin, own]) =>
    origin === undefined ? [] : [`${own.length} known from the ${origin}`],
  )
  const known = origins.length === 0 ? '' : `: ${origins.join(', ')}`
  const count = databases.length === 1 ? 'One database' : `${databases.length} databases`
  return `${count}${known}; ${tables.length} tables.`
}

interface Edge {
  readonly from: string
  readonly to: string
  readonly arrow: '-->' | '==>'
}

function toReferences(databases: readonly DatabaseModel[]): readonly Edge[] {
  return databases.flatMap(({ name, tables }) => {
    const relations = [...tables.values()].flatMap((table) => [...table.relations.values()])
    const targets = relations.flatMap(({ kind, database }) =>
      kind === 'reference' ? [database] : [],
    )
    return [...new Set(targets)].map((to): Edge => ({ from: name, to, arrow: '-->' }))
  })
}

function toEvents(consumers: Model['systems'][number]['consumers']): readonly Edge[] {
  const ways = consumers.map(({ from, database }) => `${from} ${database}`)
  return [...new Set(ways)].map((way): Edge => {
    const [from = '', to = ''] = way.split(' ')
    return { from, to, arrow: '==>' }
  })
}

function renderDrawing(areas: readonly Area[], edges: readonly Edge[]): string {
  const boxes = areas.flatMap(([area, databases]) => [
    `  subgraph area_${area}[${area}]`,
    ...databases.map(({ name, schema }) => `    ${toNode(name)}[${schema}]`),
    '  end',
  ])
  const lines = edges.map(({ from, to, arrow }) => `  ${toNode(from)} ${arrow} ${toNode(to)}`)
  return ['```mermaid', 'flowchart LR', ...boxes, ...lines, '```'].join('\n')
}

/** Mermaid keeps some words, such as `end`, for itself. */
const toNode = (name: string): string => `n_${name}`

function renderArea([area, databases]: Area): string {
  const rows = databases.map((database) => {
    const tables = tablesOf(database).map((table) => `\`${table.name}\``)
    const page = `[\`${database.schema}\`](${databasePagePath(database)})`
    const cells = [page, `\`${database.name}\``, database.origin ?? '']
    return `| ${[...cells, database.purpose, tables.join(', ')].join(' | ')} |`
  })
  return [
    `### ${area}`,
    '',
    '| schema | name | known from | holds | tables |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n')
}

function tablesOf(database: DatabaseModel) {
  return ownTablesOf(database).filter(({ kind }) => kind === 'table')
}
