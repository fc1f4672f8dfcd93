// All targets of a process: logical databases grouped by where they are placed, one target per place, one
// connection budget over all. Which names exist comes from outside; SQL does not pass here.
import { AcervoError, nearestHint } from '../errors/index.ts'
import type { ExtensionName } from './embedded/extensions.ts'
import type { EmbeddedOptions } from './embedded/open.ts'
import { limits } from './limits.ts'
import { type Place, type Placement, placeDatabases } from './placement.ts'
import { ConnectionBudget } from './postgres/budget.ts'
import { type ConnectionString, parseConnectionString } from './postgres/connection-string.ts'
import type { Direct, Target } from './target.ts'

export interface TargetsOptions {
  /** Runtime and migrator URL of every database that the placement does not name; unset = embedded. */
  readonly run?: string | undefined
  readonly migrate?: string | undefined
  /** A standby of the same server, for reads of the edges. */
  readonly replica?: string | undefined
  /** Where the embedded database lives; unset = in memory. */
  readonly dataDirectory?: string | undefined
  readonly placement?: Placement | undefined
  /** The schema names of the logical databases. */
  readonly databases: readonly string[]
  readonly connectionsMax?: number | undefined
  readonly extensions?: readonly ExtensionName[] | undefined
  /** Where a new embedded data directory comes from. */
  readonly ready?: EmbeddedOptions['ready'] | undefined
  readonly allowPlain?: readonly string[] | undefined
}

/** Which target each logical database has, and all of them. */
export interface Places {
  of(database: string): Target
  all(): readonly Target[]
}

export interface Connections {
  readonly open: number
  /** Open, and nobody uses them. */
  readonly idle: number
  /** Who waits for one now. */
  readonly waiting: number
  readonly max: number
  /** Since the process began: time that all spent waiting, and who waited in vain. */
  readonly waitedSeconds: number
  readonly timeouts: number
}

export interface Targets extends Places {
  /** As it is now, whatever moves later: another value after each `replace`. */
  now(): Places
  /**
   * These databases (exact schema names) live elsewhere from now on. Answers false, and changes nothing, where one of
   * them would stay where it is. Nobody is sent to a target before `admit` has let it pass.
   */
  replace(placement: Placement, admit: (target: Target) => Promise<void>): Promise<boolean>
  /** Of the process, for metrics. */
  connections(): Connections
  close(): Promise<void>
}

export async function openTargets(options: TargetsOptions): Promise<Targets> {
  const budget = new ConnectionBudget(options.connectionsMax ?? limits.connectionsMax)
  const given = placeDatabases(options.databases, fallbackPlace(options), options.placement)
  const parsed = new Map([...given].map(([name, place]) => [name, parsePlace(place, options)]))
  assertOneLogin(parsed)
  const byKey = new Map<string, Target>()
  const byName = new Map<string, Target>()
  for (const [name, place] of parsed) {
    const key = place?.run.key ?? 'embedded'
    const target = byKey.get(key) ?? (await openTarget(place, options, budget))
    byKey.set(key, target)
    byName.set(name, target)
  }
  let places = toPlaces(byName)
  return Object.freeze({
    of: (database: string) => places.of(database),
    all: () => places.all(),
    now: () => places,
    replace: async (placement: Placement, admit: (target: Target) => Promise<void>) => {
      const next = new Map(byName)
      for (const [name, place] of Object.entries(placement)) {
        const parsed = parsePlace(place, options)
        const key = parsed?.run.key ?? 'embedded'
        const target = byKey.get(key) ?? (await openTarget(parsed, options, budget))
        // Kept whatever comes: the next call finds it, and `close` does.
        byKey.set(key, target)
        if (target === places.of(name)) return false
        await admit(target)
        next.set(name, target)
      }
      for (const [name, target] of next) byName.set(name, target)
      places = toPlaces(next)
      return true
    },
    connections: () => {
      const { open, idle, waiting, max, waits } = budget
      return { open, idle, waiting, max, waitedSeconds: waits.seconds, timeouts: waits.timeouts }
    },
    // Whoever was at work where a database stood before ends there: those close last, with all others.
    close: async () => {
      await Promise.all([...byKey.values()].map((target) => target.close()))
    },
  })
}

function toPlaces(byName: ReadonlyMap<string, Target>): Places {
  const known = new Map(byName)
  const all = Object.freeze([...new Set(known.values())])
  return Object.freeze({
    of: (database: string) => known.get(database) ?? unknownDatabase(database, known),
    all: () => all,
  })
}

// Each engine is loaded when it is opened: nearly nobody needs both.
async function openTarget(
  place: ParsedPlace | undefined,
  options: TargetsOptions,
  budget: ConnectionBudget,
): Promise<Target> {
  if (place === undefined) {
    const { openEmbedded } = await import('./embedded/open.ts')
    return openEmbedded(options)
  }
  const { PostgresTarget } = await import('./postgres/target.ts')
  return new PostgresTarget({ ...place, budget })
}

/** The migrator's session before any target stands; the caller closes it. */
export async function openMigrator(
  url: string,
  allowPlain: readonly string[] = [],
): Promise<Direct> {
  const { openDirect } = await import('./postgres/direct.ts')
  return openDirect(parseConnectionString(url, { allowPlain }))
}

interface ParsedPlace {
  readonly run: ConnectionString
  readonly migrate?: ConnectionString
  readonly replica?: ConnectionString
}

/** Only the migrator's URL: the caller creates the runtime login first (openMigrator, createRuntimeLogin). */
function fallbackPlace({ run, migrate, replica }: TargetsOptions): Place {
  if (run === undefined && migrate !== undefined) {
    throw new AcervoError('ACV316', 'a migrator URL is given, but no runtime URL', {
      hint: 'Set ACERVO_DATABASE_URL, or let start create the runtime login.',
    })
  }
  return {
    ...(run === undefined ? {} : { run }),
    ...(migrate === undefined ? {} : { migrate }),
    ...(replica === undefined ? {} : { replica }),
  }
}

function parsePlace(place: Place, { allowPlain = [] }: TargetsOptions): ParsedPlace | undefined {
  if (place.run === undefined) return undefined
  const parse = (url: string) => parseConnectionString(url, { allowPlain })
  const { run, migrate, replica } = place
  return {
    run: parse(run),
    ...(migrate === undefined ? {} : { migrate: parse(migrate) }),
    ...(replica === undefined ? {} : { replica: parse(replica) }),
  }
}

/** A pool belongs to one login: two logins on one target would share neither pool nor transaction. */
function assertOneLogin(places: ReadonlyMap<string, ParsedPlace | undefined>): void {
  const users = new Map<string, string>()
  for (const [name, place] of places) {
    if (place === undefined) continue
    const { key, user } = place.run
    const before = users.get(key) ?? user
    if (before !== user) {
      throw new AcervoError('ACV317', `'${name}' uses another login than its neighbours`, {
        details: `On ${key}: '${before}' and '${user}'.`,
        hint: 'Use one login per physical database.',
      })
    }
    users.set(key, user)
  }
}

function unknownDatabase(database: string, known: ReadonlyMap<string, Target>): never {
  throw new AcervoError('ACV201', `no database is called '${database}'`, {
    hint: nearestHint(database, [...known.keys()]),
  })
}
