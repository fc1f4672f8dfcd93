// What a principal may do with a table, as patterns: `global.party:read`, `global.*:*`, `*:read`. Policies decide
// about rows, in the database; this decides about verbs, before anything is sent.
import type { Principal } from './principal.ts'

export interface Asked {
  /** Short name of the database: `global`. */
  readonly database: string
  /** Model name: `party`. */
  readonly table: string
  /** `read`, `create`, `update`, `delete`, `unmask`, or an action's name. */
  readonly verb: string
}

/** A principal without a list (the process itself) may do all; one with an empty list, nothing. */
export function isPermitted(
  { permissions }: Pick<Principal, 'permissions'>,
  asked: Asked,
): boolean {
  return permissions === undefined || permissions.some((pattern) => matches(pattern, asked))
}

/** The pattern that lets it through, for explanations; undefined where none does. */
export function permittingPattern(patterns: readonly string[], asked: Asked): string | undefined {
  return patterns.find((pattern) => matches(pattern, asked))
}

/** `<database>.<table>:<verb>`, each part a name or `*`; `*:<verb>` is short for `*.*:<verb>`. */
export const permissionForm =
  /^(?:\*|(?:\*|[a-z][A-Za-z0-9]*)\.(?:\*|[a-z][A-Za-z0-9]*)):(?:\*|[a-z][A-Za-z0-9-]*)$/

interface Parts {
  readonly database: string | undefined
  readonly table: string | undefined
  readonly verb: string | undefined
}

/** Read once each: every request asks, and the patterns are few. */
const known = new Map<string, Parts>()
const knownMax = 10_000
const nothing: Parts = { database: undefined, table: undefined, verb: undefined }

function matches(pattern: string, { database, table, verb }: Asked): boolean {
  const parts = known.get(pattern) ?? remember(pattern)
  return fits(parts.database, database) && fits(parts.table, table) && fits(parts.verb, verb)
}

function remember(pattern: string): Parts {
  const parts = parse(pattern)
  if (known.size < knownMax) known.set(pattern, parts)
  return parts
}

function parse(pattern: string): Parts {
  const colon = pattern.lastIndexOf(':')
  if (colon < 0) return nothing
  const [database, table] = pattern.slice(0, colon).split('.')
  const verb = pattern.slice(colon + 1)
  // `*` alone stands for both; a database alone is a mistake, and permits nothing.
  return { database, table: database === '*' ? (table ?? '*') : table, verb }
}

function fits(part: string | undefined, name: string): boolean {
  return part === '*' || part === name
}
