// The page of one logical database: what it holds as a drawing, how each table is reached and held, which states its
// rows go through, and what it has to do with other databases. Drawn from the Model: scripts/docs.js writes one a
// database, a test holds them to this text.
import { renderMermaid } from '../kernel/ddl/index.ts'
import type { DatabaseModel, Model, TableModel } from '../kernel/index.ts'
import { toTablePath } from '../server/resource/address.ts'

/** Below docs/reference. */
export function databasePagePath({ system, schema }: DatabaseModel): string {
  return `databases/${system}/${schema}.md`
}

export function renderDatabasePage(model: Model, database: DatabaseModel): string {
  const tables = ownTablesOf(database)
  const parts = [
    renderHead(database, tables),
    ['```mermaid', `${renderMermaid(database, tables)}\`\`\``].join('\n'),
    renderTables(tables),
    ...renderStates(tables),
    ...renderWords(tables),
    ...renderNeighbours(model, database),
  ]
  return `${parts.join('\n\n')}\n`
}

/** What it is about: the mailboxes and logs that every database has are left out. */
export function ownTablesOf({ tables, ...shared }: DatabaseModel): readonly TableModel[] {
  const { outbox, inbox, auditLog, auditDetails } = shared
  const ours = new Set([outbox, inbox, auditLog, auditDetails])
  return [...tables.values()].filter((table) => !ours.has(table))
}

function renderHead(database: DatabaseModel, tables: readonly TableModel[]): string {
  const { schema, name, purpose, area, system, origin } = database
  const shared = [...database.tables.values()].filter((table) => !tables.includes(table))
  const facts = [
    `\`${name}\` in the client and in REST, \`${schema}\` in SQL; of ${system}${area === '' || area === system ? '' : `, area ${area}`}`,
    ...(origin === undefined ? [] : [`known from the ${origin}`]),
  ].join('; ')
  const beside =
    shared.length === 0
      ? ''
      : ` Not drawn: ${shared.map((table) => `\`${table.sqlName}\``).join(', ')}, which many databases have.`
  const head = `# ${schema}\n\n${purpose === '' ? '' : `${toSentence(purpose)} `}${toSentence(facts)}${beside}`
  return `${head} One of [the fleet](../../fleet.md); written by \`npm run docs\`.`
}

function toSentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`
}

function renderTables(tables: readonly TableModel[]): string {
  const rows = tables.map((table) => {
    const { name, kind, features, columns, checks, exclusions, actions } = table
    const offered = [...actions.values()].filter(({ offer }) => offer !== undefined)
    const held = [
      ...(kind === 'view' ? ['a view'] : []),
      ...features,
      ...toCount(checks.length, 'check'),
      ...toCount(exclusions.length, 'exclusion'),
    ]
    const cells = [
      `\`${table.sqlName}\``,
      `\`${name}\``,
      `\`${toTablePath(table)}\``,
      String(columns.size),
      held.join(', '),
      offered.map((action) => `\`${action.name}\``).join(', '),
    ]
    return `| ${cells.join(' | ')} |`
  })
  return [
    '## Tables',
    '',
    'Every table is a resource of [REST](../../rest.md) with the same requests; what traits mean says [declaration](../../declaration.md).',
    '',
    '| table | model | REST | columns | declared with | actions |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n')
}

function toCount(count: number, word: string): readonly string[] {
  return count === 0 ? [] : [`${count} ${word}${count === 1 ? '' : 's'}`]
}

function renderStates(tables: readonly TableModel[]): readonly string[] {
  const machines = tables.flatMap(({ sqlName, states }) => {
    if (states === undefined) return []
    const { column, next, initial } = states
    const ways = Object.entries(next).map(
      ([word, words]) => `${word} → ${words.length === 0 ? 'the end' : words.join(', ')}`,
    )
    const begins = initial === undefined ? 'any state' : initial.join(' or ')
    return [`- \`${sqlName}.${column.sqlName}\` begins as ${begins}: ${ways.join('; ')}.`]
  })
  return machines.length === 0 ? [] : [['## States', '', ...machines].join('\n')]
}

/** Columns of a few words whose order nothing holds. */
function renderWords(tables: readonly TableModel[]): readonly string[] {
  const lines = tables.flatMap(({ sqlName, columns, states, kind }) =>
    [...columns.values()].flatMap((column) =>
      column.spec.values === undefined || column === states?.column || kind === 'view'
        ? []
        : [`- \`${sqlName}.${column.sqlName}\`: ${column.spec.values.join(', ')}.`],
    ),
  )
  return lines.length === 0 ? [] : [['## Words', '', ...lines].join('\n')]
}

function renderNeighbours(model: Model, database: DatabaseModel): readonly string[] {
  const others = [...model.databases.values()].filter((other) => other !== database)
  const link = (name: string) => {
    const other = model.databases.get(name)
    return other === undefined
      ? `\`${name}\``
      : `[${other.schema}](../../${databasePagePath(other)})`
  }
  const referred = others.filter((other) => refersTo(database, other.name))
  const referring = others.filter((other) => refersTo(other, database.name))
  const consumers = model.systems.flatMap((system) => system.consumers)
  const told = (way: 'from' | 'database', other: 'from' | 'database') =>
    [
      ...Map.groupBy(
        consumers.filter((consumer) => consumer[way] === database.name),
        (consumer) => consumer[other],
      ),
    ].map(
      ([name, own]) =>
        `${link(name)} (${[...new Set(own.flatMap(({ events }) => events))].join(', ')})`,
    )
  const lines = [
    ...toLine(
      'Refers to',
      referred.map(({ name }) => link(name)),
    ),
    ...toLine(
      'Referred to by',
      referring.map(({ name }) => link(name)),
    ),
    ...toLine(
      'Tells',
      [...database.events.keys()].map((name) => `\`${name}\``),
    ),
    ...toLine('Heard by', told('from', 'database')),
    ...toLine('Listens to', told('database', 'from')),
  ]
  return lines.length === 0 ? [] : [['## Neighbours', '', ...lines].join('\n')]
}

function toLine(what: string, whom: readonly string[]): readonly string[] {
  return whom.length === 0 ? [] : [`- ${what}: ${whom.join(', ')}.`]
}

function refersTo({ tables }: DatabaseModel, name: string): boolean {
  return [...tables.values()].some(({ relations }) =>
    [...relations.values()].some(({ kind, database }) => kind === 'reference' && database === name),
  )
}
