// A map (or the names themselves) and a table -> a function from a row of the file to a row of the table.
// Everything that is wrong with the names is told here, before anything is written.
import { AcervoError, nearestHint } from '../errors/index.ts'
import type { ColumnModel, TableModel } from '../model/model.ts'
import { type ReadField, toConstantReader, toFieldReader } from './field.ts'
import type { ReadItem, Row } from './item.ts'
import { assertNoMistakes, type ImportMap, type MapEntry } from './map.ts'

export interface ConversionOptions {
  readonly table: TableModel
  /** The header of a CSV file. */
  readonly fields: readonly string[] | undefined
  readonly map: ImportMap | undefined
  /** What does not fit is left out of the row instead of refusing it: the raw row is kept elsewhere. */
  readonly keepsRaw: boolean
}

export interface Conversion {
  /** Columns of the file that are not read. */
  readonly ignored: readonly string[]
  /** @throws the error of the first value that does not fit. */
  convert(item: ReadItem): Row
  /** The row as it stood in the file. */
  toRaw(item: ReadItem): Row
  /** The text of a column of the file, trimmed; '' where there is none. */
  textOf(item: ReadItem, field: string): string
  /** @throws ACV606 when the header has no such field. */
  assertField(field: string): void
}

interface Field {
  readonly name: string
  readonly read: ReadField
}

export function toConversion(options: ConversionOptions): Conversion {
  const { fields } = options
  const positions = new Map(fields?.map((name, at) => [name, at]))
  const { known, ignored } =
    options.map === undefined ? byName(options) : byMap(options, options.map)
  if (fields !== undefined || options.map !== undefined) assertWhole(options, known)
  const compiled = known.map(
    ({ column, entry }): Field => ({
      name: column.name,
      read: toReadField(column, entry, { ...options, positions }),
    }),
  )
  return {
    ignored,
    convert: (item) =>
      fields === undefined && options.map === undefined
        ? convertByName(options, item)
        : convertByField(compiled, item),
    toRaw: (item) =>
      'object' in item
        ? item.object
        : Object.fromEntries(fields?.map((name, at) => [name, item.cells.texts[at] ?? '']) ?? []),
    assertField: (field) => {
      if (fields !== undefined && !fields.includes(field)) throw unknownField(fields, field)
    },
    textOf: (item, field) => {
      const value =
        'object' in item ? own(item.object, field) : item.cells.texts[positions.get(field) ?? -1]
      return typeof value === 'string'
        ? value.trim()
        : typeof value === 'number'
          ? String(value)
          : ''
    },
  }
}

function convertByField(fields: readonly Field[], item: ReadItem): Row {
  const row: Row = {}
  for (const { name, read } of fields) {
    const value = read(item)
    if (value !== undefined) row[name] = value
  }
  return row
}

/** NDJSON without a map: each row brings its own names. */
function convertByName({ table, keepsRaw }: ConversionOptions, item: ReadItem): Row {
  const row: Row = {}
  if (!('object' in item)) return row
  for (const field of Object.keys(item.object)) {
    const column = findColumn(table, field)
    if (column === undefined && !keepsRaw) throw unknownColumn(table, field)
    if (column === undefined || !column.insertable) continue
    if (Object.hasOwn(row, column.name)) {
      throw new AcervoError('ACV205', `'${column.name}' is given twice`, {
        details: `As ${column.name} and as ${column.sqlName}.`,
      })
    }
    const value = toFieldReader(
      column,
      { columns: [field] },
      { table, positions: new Map(), keepsRaw },
    )(item)
    if (value !== undefined) row[column.name] = value
  }
  return row
}

interface Known {
  readonly column: ColumnModel
  readonly entry: MapEntry
}

function byName({ table, fields = [], keepsRaw }: ConversionOptions) {
  const mistakes: AcervoError[] = []
  const known: Known[] = []
  const ignored: string[] = []
  for (const field of fields) {
    const column = findColumn(table, field)
    if (column === undefined && !keepsRaw) mistakes.push(unknownColumn(table, field))
    // What the database makes itself (counters, generated columns) comes back with every export.
    else if (column === undefined || !column.insertable) ignored.push(field)
    else known.push({ column, entry: { columns: [field] } })
  }
  assertNoMistakes(mistakes)
  assertOnce(known)
  return { known, ignored }
}

function byMap({ table, fields }: ConversionOptions, map: ImportMap) {
  const mistakes: AcervoError[] = []
  const known: Known[] = []
  const used = new Set<string>()
  for (const [field, entry] of map) {
    const column = findColumn(table, field)
    if (column === undefined) mistakes.push(unknownColumn(table, field))
    else if (!column.insertable) mistakes.push(notWritable(column))
    else known.push({ column, entry })
    for (const name of entry.columns) {
      used.add(name)
      if (fields !== undefined && !fields.includes(name)) mistakes.push(unknownField(fields, name))
    }
  }
  assertNoMistakes(mistakes)
  assertOnce(known)
  return { known, ignored: fields?.filter((name) => !used.has(name)) ?? [] }
}

function toReadField(
  column: ColumnModel,
  entry: MapEntry,
  options: Parameters<typeof toFieldReader>[2],
): ReadField {
  return entry.constant === undefined
    ? toFieldReader(column, entry, options)
    : toConstantReader(column, entry.constant)
}

/** A column that every row must hold and none would get. Where raw rows are kept, the handler fills more. */
function assertWhole({ table, keepsRaw }: ConversionOptions, known: readonly Known[]): void {
  const given = new Set(known.map(({ column }) => column))
  const missing = [...table.columns.values()].filter(
    (column) => isRequired(column) && column.insertable && !given.has(column),
  )
  if (missing.length === 0 || keepsRaw) return
  throw new AcervoError('ACV305', 'columns that every row must hold are missing', {
    details: `Missing in the file: ${missing.map(({ name }) => name).join(', ')}.`,
    hint: 'Name them in the header, or give them by a map, also as a constant.',
  })
}

export function isRequired({ spec }: ColumnModel): boolean {
  return !spec.optional && spec.default === undefined && spec.generated === undefined
}

function assertOnce(known: readonly Known[]): void {
  const columns = known.map(({ column }) => column)
  const twice = columns.find((column, at) => columns.indexOf(column) !== at)
  if (twice === undefined) return
  throw new AcervoError('ACV608', `the column '${twice.name}' is given twice`, {
    details: `As ${twice.name} and as ${twice.sqlName}.`,
  })
}

function findColumn(table: TableModel, name: string): ColumnModel | undefined {
  const byModelName = table.columns.get(name)
  if (byModelName !== undefined) return byModelName
  for (const column of table.columns.values()) if (column.sqlName === name) return column
  return undefined
}

function unknownColumn(table: TableModel, name: string): AcervoError {
  return new AcervoError('ACV203', `'${table.database}.${table.name}' has no column '${name}'`, {
    hint: nearestHint(name, [...table.columns.keys()]),
  })
}

function unknownField(fields: readonly string[], name: string): AcervoError {
  return new AcervoError('ACV606', `the file has no column '${name}'`, {
    hint: nearestHint(name, fields),
  })
}

function notWritable(column: ColumnModel): AcervoError {
  return new AcervoError('ACV208', `'${column.name}' cannot be imported`, {
    details: 'The database makes its value.',
  })
}

export function own(object: Readonly<Row>, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined
}
