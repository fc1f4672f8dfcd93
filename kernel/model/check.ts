// The rules that declarations keep, beyond what folding finds: names, links across databases, and
// combinations of facts that PostgreSQL would take and that would still be wrong.
import { nearestHint } from '../errors/index.ts'
import type { Database, System } from '../table/database.ts'
import {
  identifierBytesMax,
  reservedColumnNames,
  reservedDatabaseNames,
  reservedTableNames,
} from '../table/name.ts'
import { checkCodecs } from './check-codecs.ts'
import { checkNames, renameHint } from './check-names.ts'
import { type Report, type Reporter, toReporter } from './diagnosis.ts'
import type { Folded } from './fold.ts'
import type { Link } from './link.ts'
import type { DatabaseModel, TableModel } from './model.ts'
import { factsOf } from './structure.ts'

const camelCase = /^[a-z][A-Za-z0-9]*$/
const snakeCase = /^[a-z][a-z0-9_]*$/

export function checkSystems(systems: readonly System[], report: Report): void {
  const mistake = toReporter('systems', report)
  const databases = systems.flatMap((system) => system.databases)
  for (const name of repeated(systems.map((system) => system.name)))
    mistake('ACV101', `two systems are named '${name}'`)
  for (const name of repeated(databases.map((database) => database.name)))
    mistake('ACV101', `two databases have the short name '${name}'`)
  for (const name of repeated(databases.map((database) => database.schema)))
    mistake('ACV101', `two databases have the schema '${name}'`)
  for (const system of systems) {
    const schemas = system.databases.map((database) => database.schema)
    for (const name of system.together.flat())
      if (!schemas.includes(name))
        mistake(
          'ACV102',
          `'together' of ${system.name} names '${name}'`,
          nearestHint(name, schemas),
        )
  }
}

export function checkDatabase(database: Database, report: Report): void {
  const mistake = toReporter(database.name, report)
  if (!camelCase.test(database.name) || reservedDatabaseNames.has(database.name))
    mistake('ACV101', `'${database.name}' cannot be the short name of a database`)
  if (!isSqlName(database.schema) || /^(pg_|acervo)/.test(database.schema))
    mistake('ACV101', `'${database.schema}' cannot be a schema`)
  const tables = Object.values(database.tables)
  for (const name of repeated(tables.map((table) => table.sqlName)))
    mistake('ACV101', `two tables have the SQL name '${name}'`)
  for (const [name, table] of Object.entries(database.tables)) {
    const own = toReporter(`${database.name}.${name}`, report, table.file)
    if (!camelCase.test(name) || reservedTableNames.has(name))
      own('ACV101', `'${name}' cannot be a model name`)
    if (table.was !== table.sqlName && tables.some(({ sqlName }) => sqlName === table.was))
      own('ACV101', `it was '${table.was}', which is a table still`, renameHint)
    if (!isSqlName(table.sqlName)) own('ACV101', `'${table.sqlName}' cannot be an SQL name`)
  }
}

/** `links`: those of every table of the database, by SQL name. */
export function checkTable(
  table: TableModel,
  folded: Folded,
  links: ReadonlyMap<string, readonly Link[]>,
  report: Report,
): void {
  const mistake = toReporter(`${table.database}.${table.name}`, report, table.file)
  for (const column of table.columns.values()) {
    if (
      !camelCase.test(column.name) ||
      reservedColumnNames.has(column.name) ||
      !isSqlName(column.sqlName)
    )
      mistake('ACV101', `'${column.name}' cannot be the name of a column`)
    const { type, values } = column.spec
    if (values !== undefined && (values.length === 0 || new Set(values).size < values.length))
      mistake('ACV105', `'${column.name}' lists no words or one of them twice`)
    if (type.name === 'varchar' && !isWithin(type.length, 1, 10_485_760))
      mistake('ACV105', `'${column.name}' has the length ${type.length}`)
    if (
      type.name === 'decimal' &&
      !(isWithin(type.precision, 1, 1000) && isWithin(type.scale, 0, type.precision))
    )
      mistake(
        'ACV105',
        `'${column.name}' has ${type.precision} digits, ${type.scale} of them decimals`,
      )
    if (type.name === 'vector' && !isWithin(type.dimensions, 1, 16_000))
      mistake('ACV105', `'${column.name}' has ${type.dimensions} dimensions`)
  }
  for (const name of repeated([...table.columns.values()].map((column) => column.sqlName)))
    mistake('ACV101', `two columns have the SQL name '${name}'`)
  // Drift is found by rendering into a scratch schema: a query that names its own would always differ.
  if (table.query?.includes(`${table.schema}.`))
    mistake('ACV105', `its query names the schema '${table.schema}'`, 'Name the tables alone.')
  checkNames(table, mistake)
  if (table.kind === 'table') {
    checkStorage(table, mistake)
    checkRetention(table, mistake)
    checkKeyPrefix(table, mistake)
  }
  checkMaintained(table, folded, links, mistake)
  checkSoftDelete(table, links, mistake)
  checkCodecs(table, folded)
}

function checkStorage(table: TableModel, mistake: Reporter): void {
  const { partition } = table
  if (table.primaryKey.length === 0) mistake('ACV105', 'it has no primary key')
  if (partition === undefined) return
  const { spec, name } = partition.by
  if (spec.type.name !== 'instant' || spec.optional)
    mistake('ACV103', `it is partitioned by '${name}', which must be a required instant`)
  for (const { name: unique, columns } of table.uniques)
    if (!columns.includes(partition.by))
      mistake('ACV103', `the unique '${unique}' of a partitioned table must hold '${name}'`)
}

const spanForm = /^(0|[1-9]\d{0,4}) (day|month|year)s?$/

function checkRetention(table: TableModel, mistake: ReturnType<typeof toReporter>): void {
  const { retention, partition, appended } = table
  if (retention === undefined) return
  const { by, keep, hot, after } = retention
  for (const span of [keep, hot])
    if (span !== undefined && !spanForm.test(span))
      mistake('ACV103', `'${span}' is no time to keep rows for`, "Write '90 days' or '1 year'.")
  for (const { name, spec } of by)
    if (spec.type.name !== 'instant')
      mistake('ACV103', `rows are kept by '${name}', which must be an instant`)
  if (by.length === 0) mistake('ACV103', 'rows are kept by no column')
  if (partition !== undefined && (by.length !== 1 || by[0] !== partition.by))
    mistake('ACV103', `months go by '${partition.by.name}', so rows are kept by it alone`)
  if (partition === undefined && after === 'archive')
    mistake('ACV103', 'only months are archived', 'Add partitioned, or let rows be deleted.')
  if (appended && after !== 'keep')
    mistake('ACV103', 'who did what is sealed row by row: nothing of it goes', "Say after: 'keep'.")
}

/** A key of words that one tenant took would be taken for all, and so tell of it. A uuid cannot be guessed. */
function checkKeyPrefix(table: TableModel, mistake: Reporter): void {
  const { keyPrefix, primaryKey } = table
  if (keyPrefix === undefined || primaryKey.includes(keyPrefix)) return
  if (primaryKey.some((column) => column.spec.type.name === 'uuid')) return
  const names = primaryKey.map((column) => column.name)
  mistake(
    'ACV104',
    `its key '${names.join(', ')}' is shared by all tenants`,
    `Write primaryKey('${[keyPrefix.name, ...names].join("', '")}').`,
  )
}

/** What a routine writes elsewhere must be a counter there: anybody could write it otherwise. */
function checkMaintained(
  table: TableModel,
  folded: Folded,
  links: ReadonlyMap<string, readonly Link[]>,
  mistake: Reporter,
): void {
  for (const { fact, feature } of factsOf(folded, 'routine')) {
    for (const { table: parentName, column } of fact.maintains ?? []) {
      const own = links.get(table.sqlName) ?? []
      const parent = own.find((link) => link.spec.table === parentName)?.parent
      if (parent === undefined)
        mistake(
          'ACV103',
          `it needs a belongsTo column that leads to its parent`,
          undefined,
          feature,
        )
      else if (parent.columns.get(column)?.spec.maintained !== true)
        mistake(
          'ACV103',
          `'${parent.modelName}' has no counter() named '${column}'`,
          undefined,
          feature,
        )
    }
  }
}

/** A hard delete of the parent would remove rows that the child promised to keep. */
function checkSoftDelete(
  table: TableModel,
  links: ReadonlyMap<string, readonly Link[]>,
  mistake: Reporter,
): void {
  if (table.deleteAsUpdate === undefined) return
  for (const { column, spec, parent } of links.get(table.sqlName) ?? [])
    if (spec.onDelete === 'cascade' && parent.qualifier('deleteAsUpdate') === undefined)
      mistake(
        'ACV103',
        `rows are kept when deleted, yet '${column.name}' cascades from '${parent.modelName}', which deletes for good`,
        `Give '${parent.modelName}' softDeleted() too, or let the link restrict.`,
      )
}

/** References to other databases, once all are known. A system may run without the one it refers to. */
export function checkReferences(
  databases: ReadonlyMap<string, DatabaseModel>,
  report: Report,
): void {
  for (const database of databases.values()) {
    for (const table of database.tables.values()) {
      const mistake = toReporter(`${database.name}.${table.name}`, report, table.file)
      for (const relation of table.relations.values()) {
        if (relation.kind !== 'reference') continue
        const target = databases.get(relation.database)
        if (target === undefined)
          mistake(
            'ACV102',
            `'${relation.name}' refers to the database '${relation.database}'`,
            nearestHint(relation.database, [...databases.keys()]),
          )
        else if (!target.tables.has(relation.table))
          mistake(
            'ACV102',
            `'${relation.name}' refers to '${relation.database}.${relation.table}'`,
            nearestHint(relation.table, [...target.tables.keys()]),
          )
      }
    }
  }
}

function repeated(names: readonly string[]): readonly string[] {
  return [...new Set(names.filter((name, at) => names.indexOf(name) !== at))]
}

function isSqlName(name: string): boolean {
  return snakeCase.test(name) && Buffer.byteLength(name) <= identifierBytesMax
}

function isWithin(value: number, min: number, max: number): boolean {
  return Number.isInteger(value) && value >= min && value <= max
}
