// A JSON value of a request -> text that jsonb takes. What JSON.stringify would drop or change in
// silence (undefined, NaN, a function) and what jsonb refuses (zero bytes, lone surrogates) is
// told.
import { AcervoError } from '../errors/index.ts'
import { limits } from './limits.ts'
import { misfit } from './misfit.ts'

export function toJsonText(name: string, value: unknown): string {
  assertJson(name, value, 0)
  return JSON.stringify(value)
}

function assertJson(name: string, value: unknown, depth: number): void {
  if (depth > limits.jsonDepthMax) {
    throw new AcervoError('ACV206', `'${name}' is nested too deeply`, {
      details: `Allowed: ${limits.jsonDepthMax} levels.`,
    })
  }
  if (value === null || typeof value === 'boolean') return
  if (typeof value === 'number' && Number.isFinite(value)) return
  if (typeof value === 'string') {
    assertJsonText(name, value)
    return
  }
  if (value instanceof Date && !Number.isNaN(value.getTime())) return
  if (Array.isArray(value)) {
    for (const item of value) assertJson(name, item, depth + 1)
    return
  }
  if (!isPlainObject(value)) throw misfit(name, value, 'a JSON value')
  for (const key of Object.keys(value)) {
    assertJsonText(name, key)
    assertJson(name, value[key], depth + 1)
  }
}

function assertJsonText(name: string, text: string): void {
  if (text.includes('\0') || !text.isWellFormed())
    throw misfit(name, text, 'JSON whose texts hold no zero bytes and no lone surrogates')
}

/** An object as JSON has them; a Date, a Map or a class's object is none. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  // A request parsed in another realm (a worker, a test) has another Object.prototype.
  return prototype === null || Object.getPrototypeOf(prototype) === null
}
