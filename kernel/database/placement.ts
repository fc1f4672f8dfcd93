// Which logical database lives on which server: the names of the declarations, the two URLs, and a placement
// file of exact names and globs. Pure; opening connections is targets.ts.
import { readFileSync } from 'node:fs'
import { AcervoError, nearestHint } from '../errors/index.ts'

/** Undefined = the embedded database. */
export interface Place {
  readonly run?: string
  readonly migrate?: string
  /** A standby of the same server: reads of the edges may go there. */
  readonly replica?: string
}

const parts = ['run', 'migrate', 'replica'] as const

/** Logical database or glob (sf_*) -> place. An exact name wins over a glob, a longer glob over a shorter one. */
export type Placement = Readonly<Record<string, Place>>

export function readPlacement(path: string): Placement {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (cause) {
    throw new AcervoError('ACV317', 'the placement file cannot be read', { details: path, cause })
  }
  return parsePlacement(text)
}

export function parsePlacement(text: string): Placement {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch (cause) {
    throw new AcervoError('ACV317', 'the placement file is no JSON', { cause })
  }
  if (!isRecord(parsed)) {
    throw new AcervoError('ACV317', 'the placement file holds no object', {
      hint: 'Write { "database or glob": "postgres://..." or { "run": "...", "migrate": "..." } }.',
    })
  }
  const places = Object.entries(parsed).map(([name, value]) => [name, toPlace(name, value)])
  return Object.freeze(Object.fromEntries(places))
}

/**
 * Every logical database with its place; a key that matches none of them is a mistake. `{database}` in a URL is the
 * database's own code, so that one glob may give each a physical database of its name.
 */
export function placeDatabases(
  databases: readonly string[],
  fallback: Place,
  placement: Placement = {},
): ReadonlyMap<string, Place> {
  const keys = Object.keys(placement).sort((a, b) => rank(a) - rank(b) || b.length - a.length)
  for (const key of keys) {
    if (databases.some((database) => matches(key, database))) continue
    throw new AcervoError('ACV317', `the placement names '${key}', and no database is called so`, {
      hint: nearestHint(key, databases),
    })
  }
  return new Map(
    databases.map((database) => {
      const key = keys.find((candidate) => matches(candidate, database))
      return [database, key === undefined ? fallback : toOwn(placement[key] as Place, database)]
    }),
  )
}

function toOwn({ run, migrate, replica }: Place, database: string): Place {
  const own = (url: string): string => url.replaceAll('{database}', database)
  return Object.freeze({
    ...(run === undefined ? {} : { run: own(run) }),
    ...(migrate === undefined ? {} : { migrate: own(migrate) }),
    ...(replica === undefined ? {} : { replica: own(replica) }),
  })
}

function toPlace(name: string, value: unknown): Place {
  if (typeof value === 'string') return Object.freeze({ run: value })
  if (!isRecord(value)) {
    throw new AcervoError('ACV317', `the place of '${name}' is neither a URL nor an object`, {
      hint: 'Write "postgres://..." or { "run": "...", "migrate": "..." }.',
    })
  }
  for (const [key, part] of Object.entries(value)) {
    if (!parts.some((one) => one === key)) {
      throw new AcervoError('ACV317', `the place of '${name}' holds '${key}'`, {
        hint: nearestHint(key, parts),
      })
    }
    if (typeof part !== 'string') {
      throw new AcervoError('ACV317', `'${key}' of the place of '${name}' is no text`, {
        hint: 'Give a postgres:// URL.',
      })
    }
  }
  if (value.run === undefined) {
    throw new AcervoError('ACV317', `the place of '${name}' has no 'run'`, {
      hint: 'Name the runtime URL as run.',
    })
  }
  return Object.freeze(value as Place)
}

/** A name, or a glob such as `ss_*`. */
export function matches(key: string, database: string): boolean {
  if (!key.includes('*')) return key === database
  const pattern = key.split('*').map((part) => part.replace(/[^\w]/g, '\\$&'))
  return new RegExp(`^${pattern.join('.*')}$`).test(database)
}

const rank = (key: string): number => (key.includes('*') ? 1 : 0)

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
