// One table as SQL: CREATE TABLE with its constraints, then indexes; foreign keys apart, because they wait
// for all tables. Every part is also rendered alone, for a migration that adds only it.
import { quoteIdentifier } from '../database/sql.ts'
import type { ForeignKeyModel, IndexModel, TableModel } from '../model/model.ts'
import { toObjectName } from '../model/name.ts'
import { isStamped, renderColumn } from './column.ts'
import { type DdlStatement, qualify, quoteList, statement } from './statement.ts'

export function renderTable(table: TableModel, schema: string): DdlStatement {
  const columns = [...table.columns.values()].map((column) => renderColumn(table, column))
  const constraints = toConstraints(table).map(
    ({ name, definition }) => `constraint ${quoteIdentifier(name)} ${definition}`,
  )
  const by = table.partition?.by.sqlName
  const storage = by === undefined ? '' : ` partition by range (${quoteIdentifier(by)})`
  const lines = [...columns, ...constraints].map((line) => `  ${line}`).join(',\n')
  const sql = `create table ${qualify(schema, table.sqlName)} (\n${lines}\n)${storage}`
  return statement('table', [table.sqlName], sql, table.sqlName)
}

export interface ConstraintPart {
  readonly name: string
  readonly type: 'primary' | 'unique' | 'check' | 'exclude'
  /** What stands after ADD CONSTRAINT name. */
  readonly definition: string
}

/** Constraints in the order of their effect; uniques among some rows only are indexes. */
export function toConstraints(table: TableModel): readonly ConstraintPart[] {
  const primary = quoteList(table.primaryKey.map((column) => column.sqlName))
  return [
    {
      name: toObjectName([table.sqlName], 'pkey'),
      type: 'primary',
      definition: `primary key (${primary})`,
    },
    ...table.uniques
      .filter((unique) => unique.where === undefined)
      .map(({ name, columns }): ConstraintPart => {
        const list = quoteList(columns.map((column) => column.sqlName))
        return { name, type: 'unique', definition: `unique (${list})` }
      }),
    ...[...table.checks, ...toStampChecks(table)].map(
      ({ name, expression }): ConstraintPart => ({
        name,
        type: 'check',
        definition: `check (${expression})`,
      }),
    ),
    ...table.exclusions.map(({ name, elements, where }): ConstraintPart => {
      const list = elements
        .map(({ expression, operator }) => `${expression} with ${operator}`)
        .join(', ')
      const condition = where === undefined ? '' : ` where (${where})`
      return { name, type: 'exclude', definition: `exclude using gist (${list})${condition}` }
    }),
  ]
}

/** The planner may derive the partition from an id only if no row breaks the tie between both. */
function toStampChecks(table: TableModel): readonly { name: string; expression: string }[] {
  const by = table.partition?.by.sqlName
  if (by === undefined || table.appended) return []
  return table.primaryKey
    .filter((column) => isStamped(table, column))
    .map(({ sqlName }) => ({
      name: toObjectName([table.sqlName, sqlName, 'instant'], 'check'),
      // Functions of PostgreSQL alone: one of ours would be read and expanded for each statement that inserts.
      expression:
        `substr(uuid_send(${quoteIdentifier(sqlName)}), 1, 6) = ` +
        `substr(int8send(floor(extract(epoch from ${quoteIdentifier(by)}) * 1000)::bigint), 3)`,
    }))
}

export function renderIndexes(table: TableModel, schema: string): readonly DdlStatement[] {
  return toIndexes(table).map((index) =>
    statement(
      'index',
      [table.sqlName, index.name],
      renderIndex(index, table, schema),
      table.sqlName,
    ),
  )
}

export interface IndexPart extends IndexModel {
  readonly unique: boolean
}

export function toIndexes(table: TableModel): readonly IndexPart[] {
  const partial = table.uniques.flatMap(({ name, columns, where }): IndexPart[] => {
    if (where === undefined) return []
    const elements = columns.map((column) => column.sqlName)
    return [{ name, using: 'btree', elements, include: [], where, unique: true }]
  })
  return [...partial, ...table.indexes.map((index) => ({ ...index, unique: false }))]
}

/** `how` stands after INDEX (concurrently) or before the table (only). */
export function renderIndex(
  index: IndexPart,
  table: TableModel,
  schema: string,
  how: { readonly concurrently?: boolean; readonly only?: boolean } = {},
): string {
  const { name, unique, using, elements, include, where } = index
  const storage = Object.entries(index.with ?? {}).map(([key, value]) => `${key} = ${value}`)
  return [
    `create ${unique ? 'unique ' : ''}index`,
    how.concurrently === true ? 'concurrently' : '',
    quoteIdentifier(name),
    how.only === true ? 'on only' : 'on',
    qualify(schema, table.sqlName),
    using === 'btree' ? '' : `using ${using}`,
    `(${elements.map(quoteElement).join(', ')})`,
    include.length === 0 ? '' : `include (${quoteList(include)})`,
    storage.length === 0 ? '' : `with (${storage.join(', ')})`,
    where === undefined ? '' : `where ${where}`,
  ]
    .filter((part) => part !== '')
    .join(' ')
}

/** The Model gives `column [opclass] [desc]` or `(expression) ...`; only a column's name needs quotes. */
function quoteElement(element: string): string {
  return element.replace(/^[a-z_][a-z0-9_]*/, quoteIdentifier)
}

export function renderForeignKeys(table: TableModel, schema: string): readonly DdlStatement[] {
  return table.foreignKeys.map((key) => {
    const definition = toForeignKey(key, schema)
    const sql = `alter table ${qualify(schema, table.sqlName)} add constraint ${quoteIdentifier(key.name)} ${definition}`
    return statement('constraint', [table.sqlName, key.name], sql, table.sqlName)
  })
}

export function toForeignKey(key: ForeignKeyModel, schema: string): string {
  const cleared = key.setNull === undefined ? '' : ` (${quoteList(key.setNull)})`
  return [
    `foreign key (${quoteList(key.columns)})`,
    `references ${qualify(schema, key.references)} (${quoteList(key.referencedColumns)})`,
    `on delete ${key.onDelete}${key.onDelete === 'set null' ? cleared : ''}`,
  ].join(' ')
}
