// Bytes of a body -> a JSON value, or an error that says where it broke. Keys that reach a prototype are
// refused; depth is bounded before anything walks the value.
import { isUtf8 } from 'node:buffer'
import { AcervoError } from '../../kernel/index.ts'
import { limits } from './limits.ts'

export function parseJson(bytes: Buffer | undefined): unknown {
  if (bytes === undefined || bytes.length === 0)
    throw new AcervoError('ACV602', 'the body is empty', { details: 'Allowed: JSON.' })
  if (!isUtf8(bytes)) throw new AcervoError('ACV602', 'the body is not UTF-8')
  return parseJsonText(bytes.toString('utf8'))
}

export function parseJsonText(text: string): unknown {
  let value: unknown
  try {
    value = JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text)
  } catch (error) {
    // V8's message quotes the text around the mistake, which may be a secret: only the place is told.
    const place = /position \d+/.exec(error instanceof Error ? error.message : '')?.[0]
    throw new AcervoError('ACV602', 'the body is not valid JSON', {
      details: place === undefined ? 'It ends too early or holds a wrong mark.' : `At ${place}.`,
    })
  }
  assertPlain(value, 0)
  return value
}

function assertPlain(value: unknown, depth: number): void {
  if (typeof value !== 'object' || value === null) return
  if (depth >= limits.jsonDepthMax)
    throw new AcervoError('ACV206', 'the body is nested too deeply', {
      details: `Allowed: ${limits.jsonDepthMax} levels.`,
    })
  if (Array.isArray(value)) {
    for (const item of value) assertPlain(item, depth + 1)
    return
  }
  for (const key of Object.keys(value)) {
    if (key === '__proto__' || (key === 'constructor' && reachesPrototype(value, key)))
      throw new AcervoError('ACV602', `the body holds the key '${key}'`)
    assertPlain((value as Readonly<Record<string, unknown>>)[key], depth + 1)
  }
}

function reachesPrototype(value: object, key: string): boolean {
  const inner = (value as Readonly<Record<string, unknown>>)[key]
  return typeof inner === 'object' && inner !== null && Object.hasOwn(inner, 'prototype')
}

export type Row = Readonly<Record<string, unknown>>

/** @throws ACV602 for anything but an object. */
export function assertRow(value: unknown, where = 'the body'): asserts value is Row {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return
  const given = Array.isArray(value) ? 'an array' : value === null ? 'null' : `a ${typeof value}`
  throw new AcervoError('ACV602', `${where} is ${given}`, { details: 'Allowed: an object.' })
}
