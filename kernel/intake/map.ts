// The map file: which field of the table comes from which column of the file, and how it is read.
// Only the shape is checked here; whether fields and columns exist is asked in `conversion`.
import { AcervoError, nearestHint } from '../errors/index.ts'
import { limits } from './limits.ts'
import type { OldKey } from './old-key.ts'
import { type Reading, readings } from './read-text.ts'

export interface MapEntry {
  /** Columns of the file; several are joined by a space, empty ones left out. */
  readonly columns: readonly string[]
  /** How the text is read; by the type of the table's column where it is left out. */
  readonly as?: Reading
  /** `DD/MM/YYYY` for days and instants, a sample such as `1.234,56` for numbers. */
  readonly format?: string
  readonly trim?: boolean
  readonly empty?: 'null' | 'keep'
  /** The same value for every row, as JSON; no column is read. */
  readonly constant?: unknown
  readonly values?: Readonly<Record<string, string | null>>
  readonly required?: boolean
  /** It is a key of an old system, which becomes a uuid of ours. */
  readonly key?: OldKey
  /** Of the clock that showed days and times without a zone: `America/Mexico_City`. */
  readonly zone?: string
}

/** By field: the TypeScript or SQL name of a column of the table. */
export type ImportMap = ReadonlyMap<string, MapEntry>

const checks: Readonly<Record<string, { readonly allowed: string; is(value: unknown): boolean }>> =
  {
    column: { allowed: 'the name of a column of the file, or a list of them', is: isColumns },
    as: { allowed: readings.join(', '), is: (value) => readings.includes(value as Reading) },
    format: { allowed: 'a text', is: isText },
    trim: { allowed: 'true or false', is: (value) => typeof value === 'boolean' },
    empty: { allowed: 'null, keep', is: (value) => value === 'null' || value === 'keep' },
    constant: { allowed: 'a JSON value', is: (value) => value !== undefined },
    values: { allowed: 'an object of texts, or null, by the text they stand for', is: isValues },
    required: { allowed: 'true or false', is: (value) => typeof value === 'boolean' },
    key: {
      allowed: 'true, or the name of the table whose key it is',
      is: (value) => value === true || isText(value),
    },
    zone: { allowed: 'a zone such as America/Mexico_City', is: isText },
  }

/** @throws ACV606 naming every mistake. */
export function parseMap(text: string, fileName: string): ImportMap {
  if (text.length > limits.mapBytesMax) {
    throw new AcervoError('ACV606', 'the map is too large', {
      details: `${fileName}: ${text.length} characters, at most ${limits.mapBytesMax}.`,
    })
  }
  const value = parseJson(text, fileName)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new AcervoError('ACV606', 'the map is not a JSON object', {
      details: fileName,
      hint: 'For example { "displayName": "full_name" }.',
    })
  }
  return toMap(value as Record<string, unknown>)
}

/** The same from a value, for callers that hold one. */
export function toMap(value: Readonly<Record<string, unknown>>): ImportMap {
  const mistakes: AcervoError[] = []
  const map = new Map<string, MapEntry>()
  for (const [field, given] of Object.entries(value)) {
    try {
      map.set(field, toEntry(field, given))
    } catch (error) {
      mistakes.push(error as AcervoError)
    }
  }
  assertNoMistakes(mistakes)
  return map
}

/** All at once: the first speaks, its details name the others. */
export function assertNoMistakes(mistakes: readonly AcervoError[]): void {
  const [first, ...others] = mistakes
  if (first === undefined) return
  if (others.length === 0) throw first
  const also = others.slice(0, 20).map(({ message, hint }) => `${message}. ${hint ?? ''}`.trim())
  throw new AcervoError(first.code, first.message, {
    details: [first.details, ...also].filter((part) => part !== undefined).join(' · '),
    ...(first.hint === undefined ? {} : { hint: first.hint }),
  })
}

function parseJson(text: string, fileName: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''))
  } catch (cause) {
    throw new AcervoError('ACV606', 'the map is not JSON', {
      details: `${fileName}: ${cause instanceof Error ? cause.message : cause}`,
      cause,
    })
  }
}

function toEntry(field: string, given: unknown): MapEntry {
  if (typeof given === 'string') return Object.freeze({ columns: [given] })
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw mistake(field, 'is neither a name nor an object', 'A column of the file, or an object.')
  }
  for (const [key, value] of Object.entries(given)) {
    const check = Object.hasOwn(checks, key) ? checks[key] : undefined
    if (check === undefined) {
      throw mistake(
        field,
        `does not know '${key}'`,
        undefined,
        nearestHint(key, Object.keys(checks)),
      )
    }
    if (!check.is(value)) throw mistake(field, `has a wrong '${key}'`, `Allowed: ${check.allowed}.`)
  }
  const { column, ...rest } = given as { column?: string | string[] } & Omit<MapEntry, 'columns'>
  const isConstant = rest.constant !== undefined
  if (isConstant === (column !== undefined)) {
    throw mistake(field, "needs either 'column' or 'constant'", 'One of the two.')
  }
  const columns = column === undefined ? [] : Array.isArray(column) ? column : [column]
  return Object.freeze({ ...rest, columns })
}

function mistake(field: string, what: string, details?: string, hint?: string): AcervoError {
  return new AcervoError('ACV606', `the map of '${field}' ${what}`, {
    ...(details === undefined ? {} : { details }),
    ...(hint === undefined ? {} : { hint }),
  })
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}

function isColumns(value: unknown): boolean {
  return isText(value) || (Array.isArray(value) && value.length > 0 && value.every(isText))
}

function isValues(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return Object.values(value).every((one) => one === null || typeof one === 'string')
}
