// PostgreSQL's own definitions of constraints, indexes and triggers as values, and expressions in the one form in
// which two of them can be compared: without casts, parentheses and spaces, words in small letters.

export interface Link {
  readonly columns: readonly string[]
  readonly table: string
  readonly referenced: readonly string[]
  readonly onDelete: string
}

export interface Index {
  readonly unique: boolean
  readonly method: string
  /** `created_at DESC`, `lower(email)`; operator classes left out. */
  readonly elements: readonly string[]
  readonly where?: string
}

export type Constraint =
  | { readonly type: 'key' | 'unique'; readonly columns: readonly string[] }
  | { readonly type: 'link'; readonly link: Link }
  | { readonly type: 'check'; readonly expression: string }
  | { readonly type: 'other' }

export function parseConstraint(definition: string): Constraint {
  const words = definition.replaceAll('"', '')
  const keyed = /^(PRIMARY KEY|UNIQUE)(?: NULLS NOT DISTINCT)? \(([^)]*)\)/.exec(words)
  if (keyed !== null)
    return { type: keyed[1] === 'UNIQUE' ? 'unique' : 'key', columns: toList(keyed[2]) }
  const link =
    /^FOREIGN KEY \(([^)]*)\) REFERENCES (?:\w+\.)?(\w+)\(([^)]*)\)(?:.* ON DELETE (CASCADE|RESTRICT|SET NULL|SET DEFAULT))?/.exec(
      words,
    )
  if (link !== null) {
    const [, columns, table = '', referenced, onDelete = 'NO ACTION'] = link
    const ends = { columns: toList(columns), table, referenced: toList(referenced) }
    return { type: 'link', link: { ...ends, onDelete } }
  }
  const check = /^CHECK \((.*)\)(?: NOT VALID| NO INHERIT)*$/s.exec(definition)
  return check === null ? { type: 'other' } : { type: 'check', expression: check[1] ?? '' }
}

export function parseIndex(definition: string): Index {
  const words = definition.replaceAll('"', '')
  const [, unique, method = 'btree'] = /^CREATE (UNIQUE )?INDEX .*? USING (\w+) /.exec(words) ?? []
  const from = words.indexOf('(', words.indexOf(' USING '))
  const [inner, rest] = takeParentheses(words, from)
  const where = / WHERE (.*?)(?: INVALID)?$/s.exec(rest)?.[1]
  return {
    unique: unique !== undefined,
    method,
    elements: splitList(inner).map((element) => toElement(element)),
    ...(where === undefined ? {} : { where: normaliseExpression(where) }),
  }
}

/** `BEFORE` and the events of a trigger. */
export function parseTrigger(definition: string): { when: string; events: readonly string[] } {
  const [, when = '', events = ''] =
    /\b(BEFORE|AFTER|INSTEAD OF) (.*?) ON /.exec(
      definition.replace(/^CREATE .*?TRIGGER \S+ /, ''),
    ) ?? []
  return { when, events: events.replaceAll(/ OF [^ ]+(?:, [^ ]+)*/g, '').split(' OR ') }
}

/** The values of a check that lists them: `role = ANY (ARRAY['A'::text, ...])`, or of one value alone. */
export function parseValues(
  expression: string,
): { readonly column: string; readonly values: readonly string[] } | undefined {
  const [, column, list] =
    /^\(*"?(\w+)"?\)*(?:::[\w ]+)? = (?:ANY \(\(?ARRAY\[(.*)\]\)?(?:::[\w ]+\[\])?\)|('.*'::[\w ]+))$/s.exec(
      expression.replace(/^\((.*)\)$/s, '$1'),
    ) ?? []
  const single = /^"?(\w+)"?(?:::[\w ]+)? = ('(?:[^']|'')*')(?:::[\w ]+)?$/.exec(expression)
  if (single !== null) return { column: single[1] ?? '', values: toLiterals(single[2] ?? '') }
  if (column === undefined || list === undefined) return undefined
  return { column, values: toLiterals(list) }
}

const cast =
  /::"?[a-z_][\w.]*"?(?: varying| precision| with(?:out)? time zone)?(?:\(\d+(?:,\d+)?\))?(?:\[\])*/gi

export function normaliseExpression(expression: string): string {
  // Odd parts stand within quotes.
  const parts = expression.split(/('(?:[^']|'')*')/)
  return parts
    .map((part, at) =>
      at % 2 === 1
        ? part
        : part
            .replaceAll(cast, '')
            .replaceAll(/[\s()"]/g, '')
            .toLowerCase(),
    )
    .join('')
    .replaceAll(/'(-?\d+(?:\.\d+)?)'/g, '$1')
    .replaceAll(/=true\b/g, '')
    .replaceAll('acervo.now', 'current_timestamp')
}

function toElement(element: string): string {
  const bare = element.trim().replace(/ NULLS (FIRST|LAST)$/, '')
  const direction = / DESC$/.test(bare) ? ' DESC' : ''
  const value = bare.replace(/ DESC$/, '').replace(/ COLLATE \S+/, '')
  if (/^[\w]+(?: [\w.]+(?:_ops)\S*)?$/.test(value)) return value.replace(/ .*$/, '') + direction
  return normaliseExpression(value.replace(/ [\w.]+_ops$/, '')) + direction
}

/** What stands within the parenthesis that opens at `from`, and what follows it. */
function takeParentheses(text: string, from: number): readonly [string, string] {
  let depth = 0
  let isQuoted = false
  for (let at = from; at < text.length; at++) {
    const letter = text[at]
    if (letter === "'") isQuoted = !isQuoted
    if (isQuoted) continue
    if (letter === '(') depth++
    if (letter === ')' && --depth === 0) return [text.slice(from + 1, at), text.slice(at + 1)]
  }
  return [text.slice(from + 1), '']
}

/** At commas of the outermost level only. */
function splitList(text: string): readonly string[] {
  const parts: string[] = ['']
  let depth = 0
  let isQuoted = false
  for (const letter of text) {
    if (letter === "'") isQuoted = !isQuoted
    if (!isQuoted && letter === '(') depth++
    if (!isQuoted && letter === ')') depth--
    if (letter === ',' && depth === 0 && !isQuoted) parts.push('')
    else parts[parts.length - 1] += letter
  }
  return parts.map((part) => part.trim())
}

function toList(text = ''): readonly string[] {
  return text.split(',').map((part) => part.trim())
}

function toLiterals(text: string): readonly string[] {
  return [...text.matchAll(/'((?:[^']|'')*)'/g)].map(([, value = '']) =>
    value.replaceAll("''", "'"),
  )
}
