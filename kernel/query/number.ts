// Numbers of a request -> texts, within the range and the digits of their column: nothing is
// rounded or cut without a word.
import type { ColumnType } from '../table/column.ts'
import { misfit } from './misfit.ts'

type Decimal = Extract<ColumnType, { name: 'decimal' }>

const digitsMax = 2_000

const limit32 = 2 ** 31

export function toIntegerText(name: string, value: unknown, bits: 32 | 64): string {
  const limit = 1n << BigInt(bits - 1)
  const allowed = `a whole number from ${-limit} to ${limit - 1n}`
  if (typeof value === 'number' && !Number.isSafeInteger(value)) throw misfit(name, value, allowed)
  if (typeof value === 'number' && value < limit32 && value >= -limit32) return String(value + 0)
  const text = typeof value === 'number' || typeof value === 'bigint' ? String(value) : value
  if (typeof text !== 'string' || !/^-?\d{1,19}$/.test(text)) throw misfit(name, value, allowed)
  const number = BigInt(text)
  if (number < -limit || number >= limit) throw misfit(name, value, allowed)
  return String(number)
}

export function toDecimalText(name: string, value: unknown, type: Decimal): string {
  const { precision, scale } = type
  const digits = `${precision - scale} digits before the point and ${scale} after it`
  const allowed = `a number with at most ${digits}, as text where digits matter`
  const text = toNumberText(name, value, allowed)
  const [whole = '', fraction = ''] = text.replace(/^-/, '').split('.')
  const wholeDigits = whole.replace(/^0+/, '').length
  const fractionDigits = fraction.replace(/0+$/, '').length
  if (wholeDigits > precision - scale || fractionDigits > scale) throw misfit(name, value, allowed)
  return text
}

/** Any exact number, for sums and factors that no column bounds. */
export function toNumberText(name: string, value: unknown, allowed = 'a number'): string {
  const isNumber = typeof value === 'number' && Number.isFinite(value)
  const text = isNumber ? expand(value) : typeof value === 'bigint' ? String(value) : value
  if (typeof text !== 'string' || text.length > digitsMax || !/^-?\d+(\.\d+)?$/.test(text))
    throw misfit(name, value, allowed)
  return text
}

/** 1e-7 -> 0.0000001 */
function expand(value: number): string {
  const text = String(value)
  const match = /^(-?)(\d)(?:\.(\d+))?e([+-])(\d+)$/.exec(text)
  if (match === null) return text
  const [, sign = '', first = '', rest = '', direction, exponent = '0'] = match
  const shift = Number(exponent)
  return direction === '-'
    ? `${sign}0.${'0'.repeat(shift - 1)}${first}${rest}`
    : `${sign}${first}${rest.padEnd(shift, '0')}`
}

const special: ReadonlySet<unknown> = new Set(['NaN', 'Infinity', '-Infinity'])

export function toRealText(name: string, value: unknown, type: 'real' | 'double'): string {
  const range = type === 'real' ? '4 bytes' : '8 bytes'
  const allowed = `a floating-point number of ${range}, or NaN, Infinity, -Infinity`
  if (special.has(value)) return value as string
  const isText = typeof value === 'string' && /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value)
  const number = typeof value === 'number' ? value : isText ? Number(value) : undefined
  if (number === undefined) throw misfit(name, value, allowed)
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value)
  const stored = type === 'real' ? Math.fround(number) : number
  const isZero = number === 0 && !(isText && /[1-9]/.test(value.replace(/e.*/i, '')))
  const isLost = !Number.isFinite(stored) || (stored === 0 && !isZero)
  if (isLost) throw misfit(name, value, allowed)
  return Object.is(number, -0) ? '-0' : String(number)
}

/** The literal of real[], which PostgreSQL assigns to a vector. */
export function toVectorText(name: string, value: unknown, dimensions: number): string {
  return `{${toVectorItems(name, value, dimensions).join(',')}}`
}

export function toVectorItems(name: string, value: unknown, dimensions: number): string[] {
  const allowed = `an array of ${dimensions} finite numbers`
  if (!Array.isArray(value) || value.length !== dimensions) throw misfit(name, value, allowed)
  return value.map((item, at) => {
    if (typeof item !== 'number' || !Number.isFinite(Math.fround(item)))
      throw misfit(`${name}[${at}]`, item, 'a finite number of 4 bytes')
    return String(Math.fround(item))
  })
}
