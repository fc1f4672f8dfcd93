// Declarations -> Model, as a function: nothing is registered by side effect, every mistake is told at
// once. Order, names and links are settled here; SQL text is not made here.
import type { ColumnType } from '../table/column.ts'
import type { Database, System } from '../table/database.ts'
import type { ObjectFact } from '../table/fact.ts'
import { toPathName } from '../table/name.ts'
import { checkActionNames, toActions } from './action.ts'
import { toAuditTables } from './audit.ts'
import { checkDatabase, checkReferences, checkSystems, checkTable } from './check.ts'
import { checkConsumers, checkJobs } from './check-consumers.ts'
import { checkSharedNames } from './check-names.ts'
import { checkWrites } from './check-writes.ts'
import { assertNoMistakes, collectMistakes, type Report } from './diagnosis.ts'
import { toEvents, toMailboxes } from './event.ts'
import { type Folded, foldTable } from './fold.ts'
import {
  type Link,
  partitionColumn,
  partitionCompanion,
  toForeignKeys,
  toLinkIndexes,
  toLinks,
  toRelations,
} from './link.ts'
import type { DatabaseModel, Model, NearestModel, SystemModel, TableModel } from './model.ts'
import {
  factsOf,
  toChecks,
  toExclusions,
  toGrants,
  toIndexes,
  toPolicies,
  toPrimaryKey,
  toRetention,
  toRoutines,
  toUniques,
} from './structure.ts'
import { checkPrefixThrough, toPrefixThrough, withPrefixBackfill } from './through.ts'

/** @throws ACV100 naming every mistake with its table, trait and file. */
export function defineModel(systems: readonly System[]): Model {
  const { mistakes, report } = collectMistakes()
  checkSystems(systems, report)
  const databases = new Map<string, DatabaseModel>()
  const models = systems.map((system): SystemModel => {
    const own = system.databases.map((database) => toDatabase(database, system, report))
    for (const database of own) databases.set(database.name, database)
    const names = new Map(own.map((database) => [database.schema, database.name]))
    return Object.freeze({
      name: system.name,
      home: system.home,
      databases: Object.freeze(own),
      together: system.together.map((group) => group.map((name) => names.get(name) ?? name)),
      demo: system.demo,
      consumers: system.consumers,
      jobs: system.jobs,
      sagas: system.sagas,
      backups: system.backups,
    })
  })
  checkReferences(databases, report)
  const consumers = systems.flatMap((system) => system.consumers)
  checkConsumers(consumers, databases, report)
  checkJobs(
    systems.flatMap((system) => system.jobs),
    databases,
    report,
  )
  checkActionNames(databases, report)
  assertNoMistakes(mistakes)
  // Made when it is first asked for: a program that only declares does not pay for it.
  let hash: string | undefined
  return Object.freeze({
    systems: Object.freeze(models),
    databases,
    get hash() {
      hash ??= toHash(databases)
      return hash
    },
  })
}

function toDatabase(database: Database, system: System, report: Report): DatabaseModel {
  checkDatabase(database, report)
  const bySqlName = new Map<string, Folded>()
  for (const [modelName, table] of Object.entries(database.tables))
    bySqlName.set(table.sqlName, foldTable(modelName, table, database.name, report))
  for (const [name, folded] of bySqlName) bySqlName.set(name, withCompanions(folded, bySqlName))
  for (const [name, folded] of bySqlName) bySqlName.set(name, withPrefixBackfill(folded, bySqlName))
  const links = new Map([...bySqlName].map(([name, folded]) => [name, toLinks(folded, bySqlName)]))
  const tables = new Map<string, TableModel>()
  for (const folded of inOrder(bySqlName, links)) {
    const table = toTable(folded, database, links, bySqlName)
    checkTable(table, folded, links, report)
    checkPrefixThrough(folded, bySqlName)
    checkWrites(folded, bySqlName)
    tables.set(table.name, table)
  }
  checkSharedNames([...tables.values()], report)
  const { outbox, inbox } = toMailboxes(bySqlName, tables)
  const origin = system.origins[database.schema]
  const audit = toAuditTables(bySqlName, tables)
  return Object.freeze({
    name: database.name,
    schema: database.schema,
    system: system.name,
    area: database.area,
    purpose: database.purpose,
    ...(origin === undefined ? {} : { origin }),
    tables,
    objects: toObjects([...bySqlName.values()]),
    ...(outbox === undefined ? {} : { outbox }),
    ...(inbox === undefined ? {} : { inbox }),
    ...audit,
    events: toEvents(bySqlName, outbox),
  })
}

/** A link to a partitioned table carries its instant too: (id, at) is that table's identity. */
function withCompanions(folded: Folded, parents: ReadonlyMap<string, Folded>): Folded {
  const columns = new Map(folded.columns)
  for (const column of folded.columns.values()) {
    const companion = partitionCompanion(column, parents)
    if (companion !== undefined && !columns.has(companion.name))
      columns.set(companion.name, companion)
  }
  return {
    ...folded,
    columns,
    column: (name, feature) => columns.get(name) ?? folded.column(name, feature),
  }
}

/** Parents first, so that tables may be read, filled and dumped in this order; cycles keep file order. */
function inOrder(tables: ReadonlyMap<string, Folded>, links: ReadonlyMap<string, readonly Link[]>) {
  const ordered: Folded[] = []
  const seen = new Set<string>()
  const visit = (name: string) => {
    const folded = tables.get(name)
    if (folded === undefined || seen.has(name)) return
    seen.add(name)
    for (const link of links.get(name) ?? []) visit(link.parent.table.sqlName)
    ordered.push(folded)
  }
  for (const [name, folded] of tables) if (folded.table.kind === 'table') visit(name)
  for (const [name, folded] of tables) if (folded.table.kind === 'view') visit(name)
  return ordered
}

/** An index over some rows finds the children of a parent only where it leaves out those without one. */
const leadsIn = (column: string | undefined, where: string | undefined) =>
  column !== undefined && (where === undefined || where === `${column} is not null`) ? [column] : []

function toTable(
  folded: Folded,
  database: Database,
  links: ReadonlyMap<string, readonly Link[]>,
  tables: ReadonlyMap<string, Folded>,
): TableModel {
  const { table, modelName: name } = folded
  const own = links.get(table.sqlName) ?? []
  const primaryKey = toPrimaryKey(folded)
  const uniques = toUniques(folded, primaryKey)
  const indexes = toIndexes(folded)
  const leading = new Set(
    [
      primaryKey[0]?.sqlName,
      ...uniques.flatMap(({ columns: [column], where }) => leadsIn(column?.sqlName, where)),
      ...indexes.flatMap(({ using, elements: [column], where }) =>
        using === 'btree' ? leadsIn(column, where) : [],
      ),
    ].filter((column) => column !== undefined),
  )
  const storage = factsOf(folded, 'storage')[0]?.fact
  const by = partitionColumn(folded)
  return Object.freeze({
    kind: table.kind,
    name,
    sqlName: table.sqlName,
    pathName: toPathName(table.sqlName),
    database: database.name,
    schema: database.schema,
    ...(table.was === undefined ? {} : { was: table.was }),
    file: table.file,
    features: toFeatures(folded),
    columns: folded.columns,
    primaryKey,
    uniques,
    checks: toChecks(folded),
    exclusions: toExclusions(folded),
    foreignKeys: toForeignKeys(folded, own),
    indexes: [...indexes, ...toLinkIndexes(folded, own, leading, indexes)],
    routines: toRoutines(folded),
    policies: toPolicies(folded),
    grants: toGrants(folded),
    ...(storage === undefined || by === undefined
      ? {}
      : { partition: { by, every: storage.every, ahead: storage.ahead } }),
    ...toRetention(folded),
    ...(table.query === undefined ? {} : { query: table.query }),
    relations: toRelations(folded, database.name, links, tables),
    actions: toActions(folded),
    ...toReadings(folded),
    ...toThrough(folded, tables),
  })
}

function toThrough(folded: Folded, tables: ReadonlyMap<string, Folded>): Partial<TableModel> {
  const prefixThrough = toPrefixThrough(folded, tables)
  return prefixThrough === undefined ? {} : { prefixThrough }
}

/** What qualifiers say to queries. */
function toReadings(folded: Folded): Partial<TableModel> {
  const find = (name: string | undefined) =>
    name === undefined ? undefined : folded.columns.get(name)
  const keyPrefix = folded.qualifier('keyPrefix')
  const prefix = find(keyPrefix?.column)
  const live = find(folded.qualifier('defaultFilter')?.column)
  const deleted = folded.qualifier('deleteAsUpdate')
  const deletedColumn = find(deleted?.column)
  const search = folded.qualifier('search')
  const searchColumn = find(search?.column)
  const nearest = folded.qualifier('nearest')
  const nearestModels = [nearest, nearest?.next].flatMap((one): NearestModel[] => {
    const column = find(one?.column)
    if (one === undefined || column === undefined) return []
    const { model, metric, exactRowsMax } = one
    return [Object.freeze({ column, model, metric, ...(exactRowsMax && { exactRowsMax }) })]
  })
  const audited = folded.qualifier('audited')
  return {
    ...(prefix === undefined || keyPrefix === undefined
      ? {}
      : { keyPrefix: prefix, prefixSetting: keyPrefix.setting, prefixFill: keyPrefix.fill }),
    ...(live === undefined ? {} : { liveColumn: live }),
    ...(deleted === undefined || deletedColumn === undefined
      ? {}
      : { deleteAsUpdate: { column: deletedColumn, value: deleted.value } }),
    ...(folded.qualifier('auditLog') === undefined ? {} : { appended: true as const }),
    ...(audited === undefined ? {} : { audit: { reads: audited.reads, purpose: audited.purpose } }),
    ...(search === undefined || searchColumn === undefined
      ? {}
      : { search: { column: searchColumn, configuration: search.configuration } }),
    ...(nearestModels.length === 0 ? {} : { nearest: Object.freeze(nearestModels) }),
    ...toStates(folded),
    ...toIdentity(folded),
  }
}

/** What has a heading of its own: constraints and indexes are told with their columns. */
function toFeatures({ facts }: Folded): readonly string[] {
  const shaping = new Set(['constraint', 'index', 'object'])
  const names = facts.flatMap(({ feature, fact }) => (shaping.has(fact.kind) ? [] : [feature]))
  return Object.freeze([...new Set(names)].toSorted())
}

function toStates(folded: Folded): Pick<TableModel, 'states'> {
  const found = folded.qualifier('states')
  const column = found && folded.columns.get(found.column)
  if (found === undefined || column === undefined) return {}
  const { next, initial } = found
  return { states: Object.freeze({ column, next, ...(initial && { initial }) }) }
}

function toIdentity(folded: Folded): Pick<TableModel, 'identity'> {
  const found = folded.qualifier('identity')
  if (found === undefined) return {}
  const { part, columns, secrets, settings } = found
  const named = Object.entries(columns).flatMap(([field, name]) => {
    const column = folded.column(name, 'identity')
    return column === undefined ? [] : [[field, column] as const]
  })
  return {
    identity: Object.freeze({
      part,
      columns: new Map(named),
      secrets: new Set(secrets.map((field) => columns[field] ?? field)),
      settings,
    }),
  }
}

function toObjects(tables: readonly Folded[]): readonly ObjectFact['object'][] {
  const objects = new Map<string, ObjectFact['object']>()
  const add = (object: ObjectFact['object']) => objects.set(`${object.type} ${object.name}`, object)
  for (const folded of tables) {
    for (const { fact } of factsOf(folded, 'object')) add(fact.object)
    if ([...folded.columns.values()].some(({ spec }) => holdsVector(spec.type)))
      add({ type: 'extension', name: 'vector' })
  }
  // Extensions come first: a text-search configuration maps through unaccent.
  // By code unit: the same in every locale, and a collator takes longer to load than the Model to make.
  return [...objects].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object)
}

/** A vector column needs the extension whether or not a trait gave it. */
function holdsVector(type: ColumnType): boolean {
  return type.name === 'array' ? holdsVector(type.of) : type.name === 'vector'
}

function toHash(databases: ReadonlyMap<string, DatabaseModel>): string {
  const plain = (_: string, value: unknown) =>
    value instanceof Map ? [...value] : typeof value === 'function' ? undefined : value
  const withoutFiles = JSON.stringify([...databases], (key, value) =>
    key === 'file' ? undefined : plain(key, value),
  )
  const { createHash } = process.getBuiltinModule('node:crypto')
  return createHash('sha256').update(withoutFiles).digest('hex').slice(0, 16)
}
