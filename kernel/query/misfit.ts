// The one error of values that do not fit, and how a value is shown in it: short, and never an
// object's whole content.
import { AcervoError } from '../errors/index.ts'

const shownMax = 80

export function misfit(name: string, value: unknown, allowed: string): AcervoError {
  const given = describe(value)
  return new AcervoError('ACV205', `'${name}' cannot be ${given}`, {
    details: `Given: ${given}. Allowed: ${allowed}.`,
  })
}

export function describe(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'number')
    return String(value)
  if (typeof value === 'bigint') return `${value}n`
  if (typeof value === 'string') {
    const short = value.length > shownMax ? `${value.slice(0, shownMax)}…` : value
    return JSON.stringify(short)
  }
  if (Array.isArray(value)) return `an array of ${value.length}`
  if (value instanceof Date) return 'a Date'
  return typeof value === 'object' ? 'an object' : typeof value
}
