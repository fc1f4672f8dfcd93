// The text of a cell -> a value that its column's own check then takes or refuses. Only what CSV writes
// differently from JSON is handled here; what fits a column is the query room's affair.
import { AcervoError } from '../errors/index.ts'
import type { ColumnType } from '../table/column.ts'
import { type ReadText, toPatternReader } from './pattern.ts'

export const readings = [
  'text',
  'integer',
  'bigint',
  'decimal',
  'double',
  'boolean',
  'uuid',
  'instant',
  'date',
  'time',
  'json',
] as const
export type Reading = (typeof readings)[number]

/** Types whose texts are taken as they stand: spaces around them are part of the value. */
export function isTextual(type: ColumnType['name']): boolean {
  return type === 'text' || type === 'varchar'
}

/** `format` is a pattern for days and instants, a sample for numbers. */
export function toReader(type: ColumnType['name'], format?: string): ReadText {
  switch (type) {
    case 'date':
    case 'time':
      return format === undefined ? asItIs : toPatternReader(type, format)
    case 'instant':
      return format === undefined ? readInstant : toPatternReader(type, format)
    case 'integer':
    case 'bigint':
    case 'decimal':
    case 'real':
    case 'double':
      return format === undefined ? asItIs : toNumberReader(format)
    case 'boolean':
      return readBoolean
    case 'json':
    case 'array':
    case 'vector':
      return readJson
    default:
      return asItIs
  }
}

function asItIs(text: string): unknown {
  return text
}

/** PostgreSQL's own exports write t and f. */
function readBoolean(text: string): unknown {
  const lower = text.toLowerCase()
  if (lower === 't' || lower === 'true') return true
  return lower === 'f' || lower === 'false' ? false : text
}

/** PostgreSQL's own exports write `2026-11-21 07:43:42.123+00`. */
function readInstant(text: string): unknown {
  return text.replace(/^(\d{4}-\d{2}-\d{2}) /, '$1T').replace(/([+-]\d{2})$/, '$1:00')
}

function readJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new AcervoError('ACV205', `'${name}' is not JSON`, {
      details: error instanceof Error ? error.message : String(error),
    })
  }
}

/** `1.234,56`: the last mark that is no digit is the decimal one, any other stands between thousands. */
function toNumberReader(sample: string): ReadText {
  const marks = [...sample].filter((character) => !/\d/.test(character))
  const decimal = marks.at(-1)
  if (decimal === undefined || marks.some((mark) => !/[., '’]/.test(mark))) {
    throw new AcervoError('ACV606', `the number format '${sample}' is not known`, {
      details: 'Allowed: a sample such as 1.234,56 or 1234,56.',
    })
  }
  const between = new Set(marks.slice(0, -1).filter((mark) => mark !== decimal))
  return (text) => {
    const bare = [...text].filter((character) => !between.has(character)).join('')
    return decimal === '.' || bare.includes('.') ? bare : bare.replace(decimal, '.')
  }
}
