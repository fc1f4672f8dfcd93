// What columns that are kept in another form hold: the same column as clients know it.
import type { ColumnSpec } from '../table/column.ts'
import type { ColumnModel, DatabaseModel, TableModel } from './model.ts'

const plainColumns = new WeakMap<ColumnModel, ColumnModel>()

/** The column with the type and words that clients read and write. */
export function plainColumn(column: ColumnModel): ColumnModel {
  if (column.spec.codec === undefined) return column
  const known = plainColumns.get(column)
  if (known !== undefined) return known
  const born = Object.freeze({ ...column, spec: plainSpec(column.spec) })
  plainColumns.set(column, born)
  return born
}

export function plainSpec(spec: ColumnSpec): ColumnSpec {
  const { codec, ...plain } = spec
  if (codec === undefined) return spec
  if (codec.form === 'blind') return plain
  if (codec.form === 'hashed') return { ...plain, type: { name: 'text' } }
  return { ...plain, type: codec.of, ...(codec.values && { values: codec.values }) }
}

/** What a request must know of a table's coded columns, settled once. */
export interface Coded {
  /** Encrypted columns. */
  readonly sealed: readonly ColumnModel[]
  readonly hashed: readonly ColumnModel[]
  /** The columns that name the subjects of the encrypted ones. */
  readonly subjects: readonly ColumnModel[]
  /** What a cell is bound to: the id where the key holds one. */
  readonly row: readonly ColumnModel[]
}

const codedTables = new WeakMap<TableModel, Coded | null>()

/** Undefined for nearly every table. */
export function codedOf(table: TableModel): Coded | undefined {
  const known = codedTables.get(table)
  if (known !== undefined) return known ?? undefined
  const born = toCoded(table)
  codedTables.set(table, born ?? null)
  return born
}

function toCoded(table: TableModel): Coded | undefined {
  const columns = [...table.columns.values()]
  const sealed = columns.filter(({ spec }) => spec.codec?.form === 'sealed')
  const hashed = columns.filter(({ spec }) => spec.codec?.form === 'hashed')
  if (sealed.length + hashed.length === 0) return undefined
  const names = new Set(
    sealed.flatMap(({ spec: { codec } }) => (codec?.form === 'sealed' ? [codec.subject] : [])),
  )
  const id = table.columns.get('id')
  return {
    sealed,
    hashed,
    subjects: columns.filter(({ name }) => names.has(name)),
    row: id !== undefined && table.primaryKey.includes(id) ? [id] : table.primaryKey,
  }
}

const codedDatabases = new WeakMap<DatabaseModel, boolean>()

/** Whether a request to this database may meet a coded column at all. */
export function hasCoded(database: DatabaseModel): boolean {
  const known = codedDatabases.get(database)
  if (known !== undefined) return known
  const born = [...database.tables.values()].some((table) => codedOf(table) !== undefined)
  codedDatabases.set(database, born)
  return born
}
