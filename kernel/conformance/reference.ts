// The reference page of the specifications: what stands for each of their names, and every difference on record.
// Drawn from declarations alone; what is really there is `acervo conformance`.
import type { Model } from '../model/model.ts'
import type { System } from '../table/database.ts'
import type { Specification, Specified } from '../table/specification.ts'
import { readSpecified } from './conform.ts'
import { findColumn, type Placed, placeTable, toModelName } from './reading.ts'
import { type RuleName, rules } from './rules.ts'

export async function renderSpecifications(
  systems: readonly System[],
  model: Model,
): Promise<string> {
  const parts = systems.flatMap(({ name, specification }) =>
    specification === undefined ? [] : [renderSystem(name, specification, model)],
  )
  // A section begins with the number of its specification.
  const sections = (await Promise.all(parts)).toSorted()
  return `${[head, renderRules(), ...sections].join('\n\n')}\n`
}

async function renderSystem(
  system: string,
  load: () => Promise<Specification>,
  model: Model,
): Promise<string> {
  const specification = await load()
  const specified = readSpecified(specification)
  const places = specified.tables.flatMap((table) => placeTable(table, specification, model))
  const sections = [
    `## ${specified.number} ${specified.title}\n\nAnswered by the system \`${system}\`.`,
    renderDatabases(specified, model),
    renderTables(places),
    renderColumns(places),
    renderValues(specification),
    renderStands(specification),
    renderAnswers(specification),
    renderDifferences(specification),
  ]
  return sections.filter((section) => section !== '').join('\n\n')
}

function renderDatabases({ databases = [] }: Specified, model: Model): string {
  const names = new Map([...model.databases.values()].map((one) => [one.schema, one.name]))
  return toSection(
    'Databases',
    ['code', 'short name', 'area', 'purpose'],
    [
      ...databases.map(({ code, area, purpose }) => [
        toCode(code),
        toCode(names.get(code)),
        area,
        purpose,
      ]),
    ],
  )
}

function renderTables(places: readonly Placed[]): string {
  return toSection(
    'Tables',
    ['specification', 'here', 'in SQL'],
    [
      ...places.map((placed) => [
        toCode(placed.key),
        toCode(toModelName(placed)),
        toCode(placed.table && `${placed.database?.schema}.${placed.table.sqlName}`),
      ]),
    ],
  )
}

/** A line a table: what has the same name in SQL is only named. */
function renderColumns(places: readonly Placed[]): string {
  const rows = places.flatMap((placed) => {
    const names = Object.keys(placed.specified.columns)
    if (placed.table === undefined || names.length === 0) return []
    const columns = names.map((name) => {
      const to = findColumn(placed, name)
      if (to === undefined) return `\`${name}\` → –`
      return to.sqlName === name ? `\`${name}\`` : `\`${name}\` → \`${to.sqlName}\``
    })
    return [[toCode(placed.key), columns.join(', ')]]
  })
  return toSection('Columns', ['table', 'column → its SQL name here, where it is another'], rows)
}

function renderValues({ tables }: Specification): string {
  const rows = Object.entries(tables).flatMap(([table, reading]) =>
    typeof reading === 'string'
      ? []
      : Object.entries(reading.values ?? {}).flatMap(([column, words]) =>
          Object.entries(words).map(([from, to]) => [
            toCode(`${table}.${column}`),
            toCode(from),
            toCode(to),
          ]),
        ),
  )
  return toSection('Values', ['column', 'specification', 'here'], rows)
}

function renderStands({ stands }: Specification): string {
  const rows = Object.entries(stands).map(([name, to]) => [toCode(name), toCode(to)])
  return toSection('Routines, views and policies', ['specification', 'here'], rows)
}

function renderAnswers({ answers }: Specification): string {
  const rows = Object.entries(answers).map(([rule, oddity]) => [
    toCode(rule),
    oddity,
    rules[rule as RuleName]?.because ?? '–',
  ])
  return toSection('Rules and what they answer', ['rule', 'oddity', 'because'], rows)
}

function renderDifferences({ differences }: Specification): string {
  const rows = Object.entries(differences).map(([key, { class: kind, because }]) => [
    toCode(key),
    kind,
    because,
  ])
  return toSection('Differences on record', ['difference', 'class', 'because'], rows)
}

function renderRules(): string {
  const rows = Object.entries(rules).map(([name, rule]) => [toCode(name), rule.class, rule.because])
  return toSection('What holds for every system', ['rule', 'class', 'because'], rows).slice(1)
}

function toSection(
  title: string,
  header: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  if (rows.length === 0) return ''
  const lines = [header, header.map(() => '---'), ...rows].map(
    (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`,
  )
  return `### ${title}\n\n${lines.join('\n')}`
}

function toCode(name: string | undefined): string {
  return name === undefined ? '–' : `\`${name}\``
}

const head = `# Specifications

What stands here for each name of the specifications that the systems answer, and every difference with its reason. Written by \`node scripts/docs.js\` from \`systems/*/specification.json\` and \`specification.ts\`; how to write those: [the guide](../guide/conformance.md). Whether the live databases keep to it: \`acervo conformance\`.`
