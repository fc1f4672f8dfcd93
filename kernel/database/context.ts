// Who asks and why -> the one statement that sets it for this transaction only (set_config(..., true)).
// The text depends on the names alone, so that it is prepared once; names are quoted, values are parameters.
import { AcervoError } from '../errors/index.ts'
import { quoteLiteral } from './sql.ts'
import type { Context, Statement } from './target.ts'

/** A claim that the database itself looks up, for every request and transaction that carries it. */
const elevationSetting = 'acervo.elevation'

const texts = new Map<string, { readonly text: string; readonly name: string }>()
/** Names that were found fit to become text. */
const settings = new Set<string>()
const textsMax = 256

export interface ContextExtras {
  readonly timeoutMs?: number
  /** Used when the context names no role. */
  readonly role?: string
}

/** Undefined when there is nothing to set. */
export function toContextStatement(
  context: Context,
  extras: ContextExtras = {},
): Statement | undefined {
  const names: string[] = []
  const values: string[] = []
  const role = context.role ?? extras.role
  if (role !== undefined) {
    names.push('role')
    values.push(role)
  }
  if (extras.timeoutMs !== undefined) {
    names.push('statement_timeout')
    values.push(String(Math.max(1, Math.ceil(extras.timeoutMs))))
  }
  for (const name of Object.keys(context.settings)) {
    if (!settings.has(name)) assertSetting(name)
    names.push(name)
    values.push(assertValue(name, context.settings[name]))
  }
  return names.length === 0 ? undefined : { ...textFor(names), values }
}

function textFor(names: readonly string[]): { text: string; name?: string } {
  const key = names.join(' ')
  const known = texts.get(key)
  if (known !== undefined) return known
  const calls = names.map((name, index) => `set_config(${quoteLiteral(name)}, $${index + 1}, true)`)
  const text = names.includes(elevationSetting)
    ? // In the same round trip, after the settings that it reads: an elevation that has ended ends the request.
      `select ${calls.join(', ')}, acervo.assert_elevation()`
    : // Every one is called, and no row comes back to be sent and read.
      `select where num_nulls(${calls.join(', ')}) < 0`
  if (texts.size >= textsMax) return { text }
  const born = Object.freeze({ text, name: `acervo_context_${texts.size}` })
  texts.set(key, born)
  return born
}

function assertSetting(name: string): void {
  const isName = /^[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)*$/.test(name)
  if (!isName || name === 'role' || name === 'session_authorization') {
    throw new AcervoError('ACV300', `the context holds the setting '${name}'`, {
      details: "Allowed: lower-case names such as 'acervo.actor'; a role is given as role.",
    })
  }
  if (settings.size < textsMax) settings.add(name)
}

function assertValue(name: string, value: unknown): string {
  if (typeof value === 'string') return value
  const given = value === null ? 'null' : typeof value
  throw new AcervoError('ACV300', `the setting '${name}' is ${given}`, {
    details: 'Allowed: text.',
  })
}
