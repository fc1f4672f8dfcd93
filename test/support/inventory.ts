// The inventory of the specifications as it stands beside the project -> what `specification.json` of a system says.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type {
  Specified,
  SpecifiedCheck,
  SpecifiedColumn,
  SpecifiedIndex,
  SpecifiedTable,
  SpecifiedTrigger,
} from '../../kernel/table/specification.ts'

interface Column {
  readonly name: string
  readonly type: string
  readonly sqlType?: string | null
  readonly nullable: boolean | null
  readonly default: string | null
  readonly check: readonly string[] | string | null
  readonly enum?: unknown
  readonly documentedValues?: readonly string[]
  readonly references: {
    readonly table: string
    readonly column: string
    readonly onDelete: string | null
  } | null
}

interface Index {
  readonly name: string
  readonly columns: readonly string[]
  readonly order?: readonly string[]
  readonly expression?: string
  readonly unique: boolean
  readonly method: string
  readonly opclass: string | null
  readonly with: Readonly<Record<string, number>> | null
  readonly where: string | null
}

interface Table {
  readonly name: string
  readonly kind?: string
  readonly database?: string
  readonly columns: readonly Column[]
  readonly primaryKey: readonly string[]
  readonly uniques: readonly (readonly string[])[]
  readonly indexes: readonly Index[]
}

interface Trigger {
  readonly name: string | null
  readonly table: string
  readonly timing: string
  readonly function: string
  readonly appliesTo?: readonly string[]
}

export interface Inventory {
  readonly system: string
  readonly seed: string
  readonly databases: readonly {
    readonly code?: string
    readonly area?: string
    readonly purpose?: string
    readonly section?: string
  }[]
  readonly enums: readonly {
    readonly name: string
    readonly kind: string
    readonly values: readonly string[]
  }[]
  readonly tables: readonly Table[]
  readonly joinTables?: readonly { readonly name: string }[]
  readonly views: readonly { readonly name: string; readonly definition: string }[]
  readonly triggers: readonly Trigger[]
  readonly functions: readonly { readonly name: string; readonly body: string }[]
  readonly policies: readonly {
    readonly name: string
    readonly table: string
    readonly using: string
  }[]
}

const file = join(import.meta.dirname, '../../../shared/seeds/inventory.json')

/** Undefined where the specifications are not beside the project. */
export function readInventories(): readonly Inventory[] | undefined {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
}

const titles: Readonly<Record<string, string>> = {
  '000': 'Banking Agent ID',
  '001': 'cjhirashi-agents',
  '002': 'Conversation platform',
  '003': 'AI-CORE',
  '004': 'Orquix',
}

export function toSpecified(inventory: Inventory): Specified {
  const { seed } = inventory
  const enums = inventory.enums.filter(({ kind }) => kind === 'prisma enum')
  const databases = inventory.databases.filter(({ code }) => code !== undefined)
  const tables = [
    ...inventory.tables.map((table) => toTable(table, inventory)),
    ...(inventory.joinTables ?? []).map(
      ({ name }): SpecifiedTable => ({
        name: name.replace(/ .*$/, ''),
        implied: true,
        columns: {},
        key: [],
      }),
    ),
  ]
  return {
    number: seed,
    title: titles[seed] ?? seed,
    ...filled(
      'databases',
      databases.map(({ code = '', area = '', purpose = '' }) => ({ code, area, purpose })),
    ),
    ...(enums.length === 0
      ? {}
      : { enums: Object.fromEntries(enums.map(({ name, values }) => [name, values])) }),
    tables,
    ...filled(
      'views',
      inventory.views.map(({ name, definition }) => ({ name, definition })),
    ),
    ...filled('triggers', toTriggers(inventory.triggers)),
    ...filled(
      'functions',
      inventory.functions.map(({ name, body }) => ({ name, body })),
    ),
    ...filled(
      'policies',
      inventory.policies.map(({ name, table, using }) => ({ name, table, using })),
    ),
  }
}

function toTable(table: Table, inventory: Inventory): SpecifiedTable {
  const databases = toDatabases(table, inventory)
  const isEnum = new Set(
    inventory.enums.filter(({ kind }) => kind === 'prisma enum').map(({ name }) => name),
  )
  const checks = table.columns.flatMap(({ name, type, check }): SpecifiedCheck[] => {
    if (check === null || isEnum.has(type)) return []
    return [
      typeof check === 'string'
        ? { column: name, expression: check }
        : { column: name, values: check },
    ]
  })
  return {
    name: table.name,
    ...(databases === undefined ? {} : { databases }),
    ...(table.kind === undefined || table.kind === 'declared' ? {} : { implied: true }),
    columns: Object.fromEntries(
      table.columns.map((column) => [column.name, toColumn(column, isEnum)]),
    ),
    key: table.primaryKey,
    ...filled('uniques', table.uniques),
    ...filled('checks', checks),
    ...filled('indexes', table.indexes.map(toIndex)),
  }
}

/** "Every area database": those of the business areas, sections 2 to 7 of the specification. */
function toDatabases({ database }: Table, { databases }: Inventory): readonly string[] | undefined {
  if (database === undefined) return undefined
  if (!database.startsWith('every area')) return [database]
  return databases
    .filter(({ section }) => /^[2-7]\./.test(section ?? ''))
    .map(({ code = '' }) => code)
}

/** Prisma's words where SQL is not said. */
const prismaTypes: Readonly<Record<string, string>> = {
  String: 'TEXT',
  'String[]': 'TEXT[]',
  DateTime: 'TIMESTAMP(3)',
  Json: 'JSONB',
  Boolean: 'BOOLEAN',
  tsvector: 'TSVECTOR',
}

function toColumn(column: Column, isEnum: ReadonlySet<string>): SpecifiedColumn {
  const { type, sqlType, nullable, references, documentedValues } = column
  const sql = sqlType ?? prismaTypes[type] ?? (isEnum.has(type) ? `"${type}"` : type)
  const value = toDefault(column, isEnum)
  return {
    ...(sql === '?' ? {} : { type: sql }),
    ...(nullable === null ? {} : { null: nullable }),
    ...(value === null ? {} : { default: value }),
    ...(references === null ? {} : { references: `${references.table}.${references.column}` }),
    ...(references?.onDelete ? { onDelete: references.onDelete } : {}),
    ...(documentedValues === undefined ? {} : { documented: documentedValues }),
  }
}

function toDefault(column: Column, isEnum: ReadonlySet<string>): string | null {
  if (column.default === 'now()') return 'CURRENT_TIMESTAMP'
  return column.default !== null && isEnum.has(column.type) ? `'${column.default}'` : column.default
}

function toIndex(index: Index): SpecifiedIndex {
  const { name, columns, order, expression, unique, method, opclass, where } = index
  return {
    name,
    columns: columns.map((column, at) => (order?.[at] === 'DESC' ? `${column} DESC` : column)),
    ...(expression === undefined ? {} : { expression }),
    ...(unique ? { unique } : {}),
    ...(method === 'btree' ? {} : { method }),
    ...(opclass === null ? {} : { operatorClass: opclass }),
    ...(index.with === null ? {} : { with: index.with }),
    ...(where === null ? {} : { where }),
  }
}

/** "Repeat for all tables" is one trigger a table; one that is claimed and never shown says nothing to compare. */
function toTriggers(triggers: readonly Trigger[]): readonly SpecifiedTrigger[] {
  const shown = triggers.filter(({ name, appliesTo }) => name !== null && appliesTo === undefined)
  const repeated = triggers.flatMap(({ appliesTo = [], ...trigger }) =>
    appliesTo.map((table) => ({ ...trigger, name: `update_${table}_updated_at`, table })),
  )
  const others = repeated.filter(({ name }) => !shown.some((trigger) => trigger.name === name))
  return [...shown, ...others].map((trigger) => ({
    name: trigger.name ?? '',
    table: trigger.table,
    timing: trigger.timing,
    function: trigger.function,
  }))
}

function filled<Name extends string, Value>(name: Name, values: readonly Value[]) {
  return (values.length === 0 ? {} : { [name]: values }) as {
    readonly [N in Name]?: readonly Value[]
  }
}
