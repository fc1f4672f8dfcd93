// One field of one row: cell or JSON value -> the checked value of its column, or nothing at all
// (undefined), so that the column's default acts.
import { AcervoError, isAcervoError } from '../errors/index.ts'
import { canRead } from '../identity/password/hash.ts'
import { plainColumn } from '../model/coded.ts'
import type { ColumnModel, TableModel } from '../model/model.ts'
import { toText, toTypedText } from '../query/value.ts'
import type { ReadItem } from './item.ts'
import type { MapEntry } from './map.ts'
import { toKeyPlace, toNewKey } from './old-key.ts'
import type { ReadText } from './pattern.ts'
import { isTextual, toReader } from './read-text.ts'
import { toClockReader } from './zone.ts'

export type ReadField = (item: ReadItem) => unknown

interface FieldOptions {
  readonly table: TableModel
  readonly positions: ReadonlyMap<string, number>
  readonly keepsRaw: boolean
}

export function toFieldReader(
  column: ColumnModel,
  entry: MapEntry,
  { table, positions, keepsRaw }: FieldOptions,
): ReadField {
  const take = toTaker(entry, positions)
  const finish = toFinish(table, column, entry)
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

function toFinish(
  table: TableModel,
  coded: ColumnModel,
  entry: MapEntry,
): (taken: Taken) => unknown {
  const column = plainColumn(coded)
  const type = entry.as ?? column.spec.type.name
  const trims = entry.trim ?? !isTextual(type)
  const read = toTextReader(table, column, entry)
  const values = entry.values === undefined ? undefined : new Map(Object.entries(entry.values))
  return ({ value: given, isEmptyText }) => {
    const value = entry.key !== undefined && typeof given === 'number' ? String(given) : given
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

function toTextReader(table: TableModel, column: ColumnModel, entry: MapEntry): ReadText {
  const { key, zone, format } = entry
  const type = entry.as ?? column.spec.type.name
  if (key !== undefined) {
    const place = toKeyPlace(table, column, key)
    return (text) => toNewKey(place, text)
  }
  if (table.identity?.columns.get('passwordHash')?.name === column.name) return readHash
  const read = toReader(type, format)
  if (zone === undefined) return read
  if (type !== 'instant') {
    throw new AcervoError('ACV606', `the map of '${column.name}' has a zone for a ${type}`, {
      details: 'Only instants have one.',
    })
  }
  const readClock = toClockReader(zone)
  // A pattern names no zone, so what it reads is the clock's too.
  if (format !== undefined)
    return (text, name) => readClock(String(read(text, name)).replace(/Z$/, ''), name)
  return (text, name) => read(readClock(text, name), name)
}

/** What an old system kept of a password comes in as it is. The password itself would be kept by mistake. */
function readHash(text: string, name: string): unknown {
  // `!` is the hash of no password: nobody signs in with one.
  if (text === '!' || canRead(text)) return text
  throw new AcervoError('ACV205', `'${name}' is no hash that a sign-in could be held to`, {
    details: 'Read are argon2id and, of older systems, bcrypt up to cost 14.',
    hint: 'Leave it out where the old system kept another: they ask for a new password.',
  })
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
