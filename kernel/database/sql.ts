// The only SQL builder: immutable fragments of trusted text and parameters. Composes text, knows no table,
// and does no I/O. Whatever is not a fragment becomes a parameter, so a value can never turn into text.
import { AcervoError } from '../errors/index.ts'
import type { Statement } from './target.ts'

// A symbol that leaves this file nowhere: parsed JSON or a caller's object cannot pose as a fragment.
const born = Symbol('sql')

export interface Sql {
  /** One longer than `values`: the text around each parameter. */
  readonly parts: readonly string[]
  readonly values: readonly unknown[]
}

/** sql`select ${1} from ${identifier('a')}`: a fragment is spliced, anything else becomes a parameter. */
export function sql(strings: TemplateStringsArray, ...inputs: unknown[]): Sql {
  const parts = [strings[0] as string]
  const values: unknown[] = []
  inputs.forEach((input, index) => {
    if (isSql(input)) append(parts, values, input)
    else {
      values.push(input)
      parts.push('')
    }
    parts[parts.length - 1] += strings[index + 1] as string
  })
  return fragment(parts, values)
}

/** Trusted text only: what the kernel rendered from the Model, never anything from a request. */
export function raw(text: string): Sql {
  return fragment([text], [])
}

/** "a"."b", quoted always. */
export function identifier(...names: readonly string[]): Sql {
  return raw(names.map(quoteIdentifier).join('.'))
}

export function join(items: readonly Sql[], separator: string): Sql {
  const parts = ['']
  const values: unknown[] = []
  items.forEach((item, index) => {
    if (index > 0) parts[parts.length - 1] += separator
    append(parts, values, item)
  })
  return fragment(parts, values)
}

/** Numbers the parameters $1..$n. */
export function toStatement(source: Sql, name?: string): Statement {
  let text = source.parts[0] as string
  for (let index = 1; index < source.parts.length; index++) {
    text += `$${index}${source.parts[index]}`
  }
  return Object.freeze({
    text,
    values: source.values,
    ...(name === undefined ? {} : { name }),
  })
}

export function isSql(value: unknown): value is Sql {
  return typeof value === 'object' && value !== null && born in value
}

export function quoteIdentifier(name: string): string {
  if (name === '' || name.includes('\0')) {
    throw new AcervoError('ACV101', 'an SQL name is empty or holds a zero byte', {
      details: `Given: ${JSON.stringify(name)}.`,
    })
  }
  return `"${name.replaceAll('"', '""')}"`
}

/** For statements that take no parameters (DDL, DO); right whatever standard_conforming_strings says. */
export function quoteLiteral(text: string): string {
  if (text.includes('\0')) {
    throw new AcervoError('ACV310', 'a text holds a zero byte, which PostgreSQL cannot store')
  }
  const quoted = `'${text.replaceAll("'", "''")}'`
  return text.includes('\\') ? ` E${quoted.replaceAll('\\', '\\\\')}` : quoted
}

function append(parts: string[], values: unknown[], added: Sql): void {
  parts[parts.length - 1] += added.parts[0] as string
  for (let index = 1; index < added.parts.length; index++) parts.push(added.parts[index] as string)
  for (const value of added.values) values.push(value)
}

function fragment(parts: readonly string[], values: readonly unknown[]): Sql {
  return Object.freeze({ [born]: true, parts: Object.freeze(parts), values: Object.freeze(values) })
}
