// A database as a Prisma schema, for those who want Prisma's client beside ours. The database's structure stays ours:
// what Prisma has no words for (checks, partial uniques, triggers, policies) is left out, or said in a comment.
import type {
  ColumnModel,
  DatabaseModel,
  ForeignKeyModel,
  IndexModel,
  TableModel,
} from '../model/model.ts'
import type { ColumnType } from '../table/column.ts'
import { renderDefault } from './column.ts'

/** Written for Prisma 7 and newer, which keep the address of the database out of the schema. */
export function renderPrisma(database: DatabaseModel): string {
  const tables = [...database.tables.values()]
  const parents = new Map(tables.map((table) => [table.sqlName, table]))
  const links = tables.flatMap((table) => toLinks(table, parents))
  const models = tables.map((table) => renderTable(table, links))
  return `${[renderHead(database), ...models].join('\n\n')}\n`
}

function renderHead({ schema, name, purpose }: DatabaseModel): string {
  return `// ${schema} (${name})${purpose === '' ? '' : `: ${purpose}`}. Written by \`acervo schema ${name} --prisma\`.
generator client {
  provider        = "prisma-client"
  output          = "./client"
  previewFeatures = ["views"]
}

datasource db {
  provider = "postgresql"
  schemas  = [${quote(schema)}]
}`
}

interface LinkBlock {
  readonly child: TableModel
  readonly parent: TableModel
  readonly key: ForeignKeyModel
  readonly columns: readonly ColumnModel[]
  readonly referenced: readonly ColumnModel[]
  /** Names of the fields on either side. */
  readonly field: string
  readonly inverse: string
}

/** A link whose other side is not in this schema has no words in Prisma: none such has a foreign key. */
function toLinks(
  child: TableModel,
  parents: ReadonlyMap<string, TableModel>,
): readonly LinkBlock[] {
  const taken = new Set(child.columns.keys())
  return child.foreignKeys.flatMap((key) => {
    const parent = parents.get(key.references)
    if (parent === undefined) return []
    const columns = key.columns.map((name) => findColumn(child, name))
    const referenced = key.referencedColumns.map((name) => findColumn(parent, name))
    const own = columns.find(({ spec }) => spec.link !== undefined) ?? columns.at(-1)
    const field = toFree((own?.name ?? parent.name).replace(/Id$/, ''), 'Row', taken)
    taken.add(field)
    const inverse = `${child.name}By${toModelName(field)}`
    return [{ child, parent, key, columns, referenced, field, inverse }]
  })
}

function renderTable(table: TableModel, links: readonly LinkBlock[]): string {
  const lines = [
    ...[...table.columns.values()].map((column) => renderField(table, column)),
    ...links.filter(({ child }) => child === table).map(renderLink),
    ...links.filter(({ parent }) => parent === table).map((link) => renderInverse(link, table)),
    '',
    ...renderKeys(table),
    ...table.indexes.map((index) => renderIndex(table, index)),
    `@@map(${quote(table.sqlName)})`,
    `@@schema(${quote(table.schema)})`,
  ]
  // A view has no key of its own: Prisma needs none to read it.
  const kind = table.kind === 'view' ? 'view' : 'model'
  const body = lines.map((line) => (line === '' ? '' : `  ${line}`)).join('\n')
  return `${kind} ${toModelName(table.name)} {\n${body}\n}`
}

function renderField(table: TableModel, column: ColumnModel): string {
  const { type, optional, generated } = column.spec
  const [name, native] = toPrismaType(type)
  const isList = type.name === 'array'
  const value = generated ?? (table.kind === 'view' ? undefined : renderDefault(table, column))
  // A routine of the database writes it: nobody is asked for it.
  const isMade = value === undefined && table.kind === 'table' && column.spec.maintained === true
  return [
    column.name,
    `${name}${isList ? '[]' : optional ? '?' : ''}`,
    native,
    value === undefined ? undefined : `@default(dbgenerated(${quote(value)}))`,
    isMade && !optional ? '@default(dbgenerated())' : undefined,
    column.sqlName === column.name ? undefined : `@map(${quote(column.sqlName)})`,
  ]
    .filter((part) => part !== undefined)
    .join(' ')
}

const scalarTypes: Readonly<Record<string, readonly [string, string?]>> = {
  text: ['String'],
  integer: ['Int'],
  bigint: ['BigInt'],
  real: ['Float', '@db.Real'],
  double: ['Float'],
  boolean: ['Boolean'],
  uuid: ['String', '@db.Uuid'],
  instant: ['DateTime', '@db.Timestamptz(6)'],
  date: ['DateTime', '@db.Date'],
  time: ['DateTime', '@db.Time(6)'],
  inet: ['String', '@db.Inet'],
  bytes: ['Bytes'],
  json: ['Json'],
  searchVector: ['Unsupported("tsvector")'],
}

function toPrismaType(type: ColumnType): readonly [string, string?] {
  if (type.name === 'varchar') return ['String', `@db.VarChar(${type.length})`]
  if (type.name === 'decimal') return ['Decimal', `@db.Decimal(${type.precision}, ${type.scale})`]
  if (type.name === 'vector') return [`Unsupported("acervo.vector(${type.dimensions})")`]
  if (type.name === 'array') return toPrismaType(type.of)
  return scalarTypes[type.name] as readonly [string, string?]
}

function renderLink({ parent, key, columns, referenced, field }: LinkBlock): string {
  const isOptional = columns.some(({ spec }) => spec.optional)
  const options = [
    quote(key.name),
    `fields: [${columns.map(({ name }) => name).join(', ')}]`,
    `references: [${referenced.map(({ name }) => name).join(', ')}]`,
    `onDelete: ${toAction(key, columns)}`,
    'onUpdate: NoAction',
    `map: ${quote(key.name)}`,
  ]
  const type = `${toModelName(parent.name)}${isOptional ? '?' : ''}`
  return `${field} ${type} @relation(${options.join(', ')})`
}

/** Prisma clears all columns of a link or none; PostgreSQL clears those that it names. */
function toAction({ onDelete }: ForeignKeyModel, columns: readonly ColumnModel[]): string {
  if (onDelete === 'cascade') return 'Cascade'
  if (onDelete === 'restrict') return 'Restrict'
  return columns.every(({ spec }) => spec.optional) ? 'SetNull' : 'NoAction'
}

function renderInverse({ child, key, inverse }: LinkBlock, parent: TableModel): string {
  const name = toFree(inverse, 'Rows', new Set(parent.columns.keys()))
  return `${name} ${toModelName(child.name)}[] @relation(${quote(key.name)})`
}

function renderKeys(table: TableModel): readonly string[] {
  const key =
    table.kind === 'view' || table.primaryKey.length === 0
      ? []
      : [`@@id([${table.primaryKey.map(({ name }) => name).join(', ')}])`]
  const uniques = table.uniques.map(({ name, columns, where }) => {
    const names = columns.map((column) => column.name).join(', ')
    return where === undefined
      ? `@@unique([${names}], map: ${quote(name)})`
      : `// unique (${names}) where ${toLine(where)}`
  })
  return [...key, ...uniques]
}

const indexTypes: Readonly<Record<string, string>> = { gin: 'Gin', gist: 'Gist', brin: 'Brin' }

function renderIndex(table: TableModel, index: IndexModel): string {
  const elements = index.elements.map((element) => toIndexElement(table, index, element))
  const type = indexTypes[index.using]
  const isSaid = elements.every((element) => element !== undefined) && index.where === undefined
  if (!isSaid || (type === undefined && index.using !== 'btree')) {
    const where = index.where === undefined ? '' : ` where ${index.where}`
    return `// index ${index.using} (${toLine(`${index.elements.join(', ')})${where}`)}`
  }
  const options = type === undefined ? '' : `, type: ${type}`
  return `@@index([${elements.join(', ')}], map: ${quote(index.name)}${options})`
}

/** Undefined where Prisma has no words for it: an expression, a column that it does not know. */
function toIndexElement(
  table: TableModel,
  { using }: IndexModel,
  element: string,
): string | undefined {
  const [name = '', ...rest] = element.split(' ')
  const column = [...table.columns.values()].find(({ sqlName }) => sqlName === name)
  if (column === undefined || toPrismaType(column.spec.type)[0].startsWith('Unsupported'))
    return undefined
  const isDescending = rest.at(-1) === 'desc'
  const [operatorClass] = isDescending ? rest.slice(0, -1) : rest
  if (isDescending) return using === 'btree' ? `${column.name}(sort: Desc)` : undefined
  return operatorClass === undefined
    ? column.name
    : `${column.name}(ops: raw(${quote(operatorClass)}))`
}

function findColumn(table: TableModel, sqlName: string): ColumnModel {
  return [...table.columns.values()].find((column) => column.sqlName === sqlName) as ColumnModel
}

function toFree(name: string, suffix: string, taken: ReadonlySet<string>): string {
  return taken.has(name) ? `${name}${suffix}` : name
}

function toModelName(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1)
}

function toLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ')
}

/** A string of Prisma: that of JSON. */
function quote(text: string): string {
  return JSON.stringify(toLine(text))
}
