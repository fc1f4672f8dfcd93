// One field of one row: cell or JSON value -> the checked value of its column, or nothing at all
// (undefined), so that the column's default acts.
import { AcervoError, isAcervoError } from '../errors/index.ts'
import { plainColumn } from '../model/coded.ts'
import type { ColumnModel } from '../model/model.ts'
import { toText, toTypedText } from '../query/value.ts'
import type { ReadItem } from './item.ts'
import type { MapEntry } from './map.ts'
import type { ReadText } from './pattern.ts'
import { isTextual, toReader } from './read-text.ts'

export type ReadField = (item: ReadItem) => unknown

interface FieldOptions {
  readonly positions: ReadonlyMap<string, number>
  readonly keepsRaw: boolean
}

export function toFieldReader(
  column: ColumnModel,
  entry: MapEntry,
  { positions, keepsRaw }: FieldOptions,
): ReadField {
  const take = toTaker(entry, positions)
  const finish = toFinish(column, entry)
  // What the table takes is asked once, for the whole row.
  if (!keepsRaw) return (item) => finish(take(item))
  const read: ReadField = (item) => {
    const value = finish(take(item))
    if (value !== undefined) toText(column, value)
    return value
  }
  if (entry.required === true) return read
  return (item) => {
    try {
      return read(item)
    } catch (error) {
      if (isAcervoError(error)) return undefined
      throw error
    }
  }
}

/** Checked once, here: a constant that does not fit is a mistake of the map. */
export function toConstantReader(column: ColumnModel, constant: unknown): ReadField {
  try {
    toText(column, constant)
  } catch (cause) {
    if (!isAcervoError(cause)) throw cause
    throw new AcervoError('ACV606', `the constant of '${column.name}' does not fit`, {
      details: cause.details ?? cause.message,
      cause,
      ...(cause.hint === undefined ? {} : { hint: cause.hint }),
    })
  }
  return () => constant
}

/** `isEmptyText`: "" stood in the file, not nothing. */
interface Taken {
  readonly value: unknown
  readonly isEmptyText: boolean
}

const absent: Taken = Object.freeze({ value: undefined, isEmptyText: false })

function toTaker(
  entry: MapEntry,
  positions: ReadonlyMap<string, number>,
): (item: ReadItem) => Taken {
  const [name = ''] = entry.columns
  if (entry.columns.length > 1) return (item) => toJoined(entry.columns, positions, item)
  const at = positions.get(name) ?? -1
  return (item) => {
    if ('object' in item) {
      return Object.hasOwn(item.object, name)
        ? { value: item.object[name], isEmptyText: item.object[name] === '' }
        : absent
    }
    const value = item.cells.texts[at] ?? ''
    return { value, isEmptyText: value === '' && item.cells.emptyTexts.includes(at) }
  }
}

function toJoined(
  names: readonly string[],
  positions: ReadonlyMap<string, number>,
  item: ReadItem,
): Taken {
  const texts = names.map((name) => {
    const value =
      'object' in item
        ? Object.hasOwn(item.object, name) && item.object[name]
        : item.cells.texts[positions.get(name) ?? -1]
    return typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : ''
  })
  return { value: texts.filter((text) => text !== '').join(' '), isEmptyText: false }
}

function toFinish(coded: ColumnModel, entry: MapEntry): (taken: Taken) => unknown {
  const column = plainColumn(coded)
  const type = entry.as ?? column.spec.type.name
  const trims = entry.trim ?? !isTextual(type)
  const read = toReader(type, entry.format)
  const values = entry.values === undefined ? undefined : new Map(Object.entries(entry.values))
  return ({ value, isEmptyText }) => {
    // JSON brings its own types: only its texts are read.
    if (typeof value !== 'string') return value === undefined ? empty(column, entry) : value
    const bare = trims ? value.trim() : value
    const text = values?.has(bare) ? values.get(bare) : bare
    if (text === null || text === undefined) return empty(column, entry)
    if (text !== '') return readAs(column, entry, text, read)
    if (isTextual(type) && entry.empty !== 'null' && (isEmptyText || entry.empty === 'keep')) {
      return ''
    }
    return empty(column, entry)
  }
}

function readAs(column: ColumnModel, entry: MapEntry, text: string, read: ReadText): unknown {
  const value = read(text, column.name)
  // Read as something else than its column holds: then that check comes first.
  if (entry.as !== undefined && entry.as !== column.spec.type.name && entry.as !== 'decimal')
    toTypedText(column.name, { name: entry.as }, value)
  return value
}

/** Nothing stood there: null where that is allowed, else the default, else there is no row. */
function empty(column: ColumnModel, entry: MapEntry): unknown {
  if (entry.required !== true) {
    if (column.spec.optional) return null
    if (column.spec.default !== undefined) return undefined
  }
  throw new AcervoError('ACV305', `'${column.name}' is empty`, {
    details: 'The column always holds a value.',
  })
}
