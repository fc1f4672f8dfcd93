// A value of a request -> the text that PostgreSQL reads for a column, or an error that says what
// was given and what fits. After this nothing can fail while values are sent.
import { isIP } from 'node:net'
import { AcervoError, nearestHint } from '../errors/index.ts'
import type { ColumnModel } from '../model/model.ts'
import type { ColumnType } from '../table/column.ts'
import { toDateText, toInstantText, toTimeText } from './calendar.ts'
import { Encoded, encodedText } from './coded/encoded.ts'
import { toJsonText } from './json-value.ts'
import { describe, misfit } from './misfit.ts'
import { toDecimalText, toIntegerText, toRealText, toVectorText } from './number.ts'
import { Slot } from './slot.ts'

/** Text of a value of `column`; null where the column may be empty. */
export function toText(column: ColumnModel, value: unknown): string | null {
  if (value === null || (value instanceof Encoded && value.text === null)) {
    if (column.spec.optional) return null
    throw new AcervoError('ACV305', `'${column.name}' is null`, {
      details: 'Given: null. The column always holds a value.',
    })
  }
  return toComparedText(column, value)
}

/** Text of a value that `column` is compared with: what could never be stored there is refused too. */
export function toComparedText(column: ColumnModel, value: unknown): string {
  if (value instanceof Slot) return value.text
  if (column.spec.codec !== undefined) return encodedText(column, value)
  const text = toTypedText(column.name, column.spec.type, value)
  const { values } = column.spec
  if (values !== undefined && !values.includes(text)) {
    throw new AcervoError('ACV205', `'${column.name}' cannot be ${describe(value)}`, {
      details: `Given: ${describe(value)}. Allowed: ${values.join(', ')}.`,
      hint: nearestHint(text, values),
    })
  }
  return text
}

export function toTypedText(name: string, type: ColumnType, value: unknown): string {
  switch (type.name) {
    case 'text':
      return toPlainText(name, value)
    case 'varchar':
      return toBoundedText(name, value, type.length)
    case 'integer':
      return toIntegerText(name, value, 32)
    case 'bigint':
      return toIntegerText(name, value, 64)
    case 'decimal':
      return toDecimalText(name, value, type)
    case 'real':
    case 'double':
      return toRealText(name, value, type.name)
    case 'boolean':
      return toBooleanText(name, value)
    case 'uuid':
      return toUuidText(name, value)
    case 'instant':
      return toInstantText(name, value)
    case 'date':
      return toDateText(name, value)
    case 'time':
      return toTimeText(name, value)
    case 'inet':
      return toInetText(name, value)
    case 'bytes':
      return toBytesText(name, value)
    case 'json':
      return toJsonText(name, value)
    case 'array':
      return toListText(name, type.of, value)
    case 'vector':
      return toVectorText(name, value, type.dimensions)
    case 'searchVector':
      throw misfit(name, value, 'nothing: the database makes this value')
  }
}

/** An SQL array; `value` holds texts already. */
export function toArrayText(items: readonly (string | null)[]): string {
  const quoted = items.map((item) =>
    item === null ? 'NULL' : `"${/["\\]/.test(item) ? item.replace(/["\\]/g, '\\$&') : item}"`,
  )
  return `{${quoted.join(',')}}`
}

export function toPlainText(name: string, value: unknown): string {
  if (typeof value !== 'string') throw misfit(name, value, 'text')
  // A zero byte cannot be stored; a lone surrogate would be stored as U+FFFD without a word.
  if (value.includes('\0') || !value.isWellFormed())
    throw misfit(name, value, 'text without zero bytes and lone surrogates')
  return value
}

function toBoundedText(name: string, value: unknown, length: number): string {
  const text = toPlainText(name, value)
  if (text.length > length && [...text].length > length)
    throw misfit(name, value, `text of at most ${length} characters`)
  return text
}

function toBooleanText(name: string, value: unknown): string {
  if (value === true || value === 'true') return 'true'
  if (value === false || value === 'false') return 'false'
  throw misfit(name, value, 'true or false')
}

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

function toUuidText(name: string, value: unknown): string {
  if (typeof value !== 'string' || !uuidForm.test(value))
    throw misfit(name, value, 'a uuid such as 0192f0c1-2d3e-7a4b-8c5d-6e7f8a9b0c1d')
  return value.toLowerCase()
}

function toInetText(name: string, value: unknown): string {
  const allowed = 'an IPv4 or IPv6 address, with or without /prefix'
  if (typeof value !== 'string') throw misfit(name, value, allowed)
  const [address = '', prefix, ...rest] = value.split('/')
  const version = address.includes('%') ? 0 : isIP(address)
  const isPrefix =
    prefix === undefined ||
    (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128))
  if (version === 0 || !isPrefix || rest.length > 0) throw misfit(name, value, allowed)
  return value
}

const base64Form = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

function toBytesText(name: string, value: unknown): string {
  if (value instanceof Uint8Array) return `\\x${Buffer.from(value).toString('hex')}`
  if (typeof value !== 'string' || !base64Form.test(value))
    throw misfit(name, value, 'base64 with padding')
  return `\\x${Buffer.from(value, 'base64').toString('hex')}`
}

function toListText(name: string, of: ColumnType, value: unknown): string {
  if (!Array.isArray(value)) throw misfit(name, value, 'an array')
  return toArrayText(value.map((item, at) => toTypedText(`${name}[${at}]`, of, item)))
}
