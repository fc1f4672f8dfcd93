// A JavaScript value -> what travels as a parameter: text, bytes or null. Every failure happens here, before
// the first byte is sent. JSON arrives as text already: an array given here is an SQL array.
import { AcervoError } from '../../errors/index.ts'

export type WireValue = string | Buffer | null

export function toWireValues(values: readonly unknown[]): WireValue[] {
  return values.map((value, index) => toWireValue(value, index + 1))
}

export function toWireValue(value: unknown, position: number): WireValue {
  switch (typeof value) {
    case 'string':
      return assertText(value, position)
    case 'number':
    case 'bigint':
    case 'boolean':
      return String(value)
    case 'object':
      return value === null ? null : toWireObject(value, position)
    default:
      throw refused(
        position,
        `is ${typeof value === 'undefined' ? 'undefined' : `a ${typeof value}`}`,
      )
  }
}

function toWireObject(value: object, position: number): WireValue {
  if (Array.isArray(value)) return assertText(toArrayText(value, position), position)
  if (value instanceof Uint8Array) {
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength)
  }
  if (value instanceof Date) return toInstant(value, position)
  return assertText(toJson(value, position), position)
}

function toArrayText(items: readonly unknown[], position: number): string {
  let text = '{'
  for (let index = 0; index < items.length; index++) {
    if (index > 0) text += ','
    const item = items[index]
    if (item === null) text += 'NULL'
    else if (Array.isArray(item)) text += toArrayText(item, position)
    else text += toArrayItem(item, position)
  }
  return `${text}}`
}

function toArrayItem(item: unknown, position: number): string {
  if (typeof item === 'number' || typeof item === 'boolean') return String(item)
  const value = toWireValue(item, position) as string | Buffer
  if (typeof value !== 'string') return `"\\\\x${value.toString('hex')}"`
  return `"${/["\\]/.test(value) ? value.replace(/["\\]/g, '\\$&') : value}"`
}

function toInstant(value: Date, position: number): string {
  if (Number.isNaN(value.getTime())) throw refused(position, 'is an invalid Date')
  const text = value.toISOString()
  if (text.startsWith('-')) throw refused(position, 'is a Date before the year 0')
  return text.startsWith('+') ? text.slice(1) : text
}

function toJson(value: object, position: number): string {
  let text: string | undefined
  try {
    text = JSON.stringify(value)
  } catch (cause) {
    throw refused(position, 'cannot be written as JSON', cause)
  }
  if (text === undefined) throw refused(position, 'cannot be written as JSON')
  return text
}

function assertText(text: string, position: number): string {
  if (text.includes('\0'))
    throw refused(position, 'holds a zero byte, which PostgreSQL cannot store')
  // A lone surrogate would be stored as U+FFFD without a word.
  if (!text.isWellFormed()) throw refused(position, 'holds a lone surrogate')
  return text
}

function refused(position: number, reason: string, cause?: unknown): AcervoError {
  return new AcervoError('ACV310', `the value of parameter $${position} ${reason}`, {
    details: 'Allowed: null, text, numbers, booleans, dates, bytes, arrays of these, JSON objects.',
    ...(cause === undefined ? {} : { cause }),
  })
}
