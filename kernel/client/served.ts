// Which databases of a platform a process serves: picked by codes, globs and areas; what it then has to reach; and what
// it may not leave out where nobody else can reach it. Pure.
import { matches } from '../database/placement.ts'
import { AcervoError, nearestHint } from '../errors/index.ts'
import type { DatabaseModel, Model } from '../model/model.ts'

/**
 * `ss_*` and `ss_insurance` are codes (schemas), `hrPayroll` a short name, `area:insurance` all of an area; a bare word
 * may be an area too, where no database is called so. Short names.
 * @throws ACV606 for a word that names nothing, or two things.
 */
export function pickDatabases(model: Model, words: readonly string[]): ReadonlySet<string> {
  const all = [...model.databases.values()]
  return new Set(words.flatMap((word) => pick(all, word).map(({ name }) => name)))
}

function pick(all: readonly DatabaseModel[], word: string): readonly DatabaseModel[] {
  const inArea = (wanted: string) => all.filter(({ area }) => area !== '' && area === wanted)
  if (word.startsWith(areaPrefix)) {
    const found = inArea(word.slice(areaPrefix.length))
    if (found.length > 0) return found
  } else {
    const named = all.filter(({ name, schema }) => matches(word, schema) || name === word)
    const area = inArea(word)
    const isOne = area.length === named.length && area.every((one) => named.includes(one))
    if (named.length > 0 && area.length > 0 && !isOne) throw twoThings(word, named, area)
    if (named.length + area.length > 0) return named.length > 0 ? named : area
  }
  const areas = [...new Set(all.map(({ area }) => area))].filter((area) => area !== '')
  const known = all.flatMap(({ name, schema }) => [schema, name])
  throw new AcervoError('ACV606', `'${word}' names no database`, {
    details: `Areas: ${areas.join(', ')}.`,
    hint: nearestHint(
      word.replaceAll('*', ''),
      word.startsWith(areaPrefix) ? areas.map((area) => `${areaPrefix}${area}`) : known,
    ),
  })
}

const areaPrefix = 'area:'

function twoThings(
  word: string,
  named: readonly DatabaseModel[],
  area: readonly DatabaseModel[],
): AcervoError {
  return new AcervoError('ACV606', `'${word}' is a database and an area`, {
    details: `The database ${named[0]?.schema}, and an area of ${area.length}.`,
    hint: `Write ${named[0]?.schema} or ${areaPrefix}${word}.`,
  })
}

/** The same Model with these databases alone, and the systems that they belong to. */
export function toServed(model: Model, names: ReadonlySet<string>): Model {
  if (names.size === model.databases.size) return model
  const systems = model.systems
    .map((system) => ({
      ...system,
      databases: system.databases.filter(({ name }) => names.has(name)),
      consumers: system.consumers.filter(({ database }) => names.has(database)),
      jobs: system.jobs.filter((job) => names.has(job.database ?? system.databases[0]?.name ?? '')),
      sagas: system.sagas.filter(({ home }) => names.has(home)),
    }))
    .filter(({ databases }) => databases.length > 0)
  return Object.freeze({
    systems: Object.freeze(systems),
    databases: new Map([...model.databases].filter(([name]) => names.has(name))),
    get hash() {
      return `${model.hash}-${[...names].sort().join()}`
    },
  })
}

/**
 * What a process asks from its first moment on: what it serves, where its system's people sign in, and the first
 * database of all, beside which jobs wait and, without NATS, events travel.
 */
export function toReached(model: Model, served: Model): ReadonlySet<string> {
  const home = model.systems[0]?.databases[0]?.name
  const own = new Set(served.systems.map(({ name }) => name))
  const stores = [...model.databases.values()].filter(
    ({ system, tables }) =>
      own.has(system) && [...tables.values()].some(({ identity }) => identity !== undefined),
  )
  return new Set([
    ...served.databases.keys(),
    ...stores.map(({ name }) => name),
    ...(home === undefined ? [] : [home]),
  ])
}

/**
 * A data directory belongs to one process: what that leaves out nobody serves.
 * @throws ACV324 naming what the served refer to, listen to or share transactions with.
 */
export function assertWhole(model: Model, served: Model): void {
  const consumers = model.systems.flatMap((system) => system.consumers)
  const together = model.systems.flatMap((system) => system.together)
  const needsOf = ({ name, tables }: DatabaseModel): readonly string[] => [
    ...[...tables.values()].flatMap(({ relations }) =>
      [...relations.values()].flatMap(({ kind, database }) =>
        kind === 'reference' ? [database] : [],
      ),
    ),
    ...consumers.flatMap(({ database, from }) =>
      database === name ? [from] : from === name ? [database] : [],
    ),
    ...together.filter((group) => group.includes(name)).flat(),
  ]
  const missing = new Set(
    [...served.databases.values()].flatMap(needsOf).filter((name) => !served.databases.has(name)),
  )
  const left = [...missing].flatMap((name) => model.databases.get(name)?.schema ?? [])
  if (left.length === 0) return
  throw new AcervoError('ACV324', 'the embedded database cannot be served in parts like these', {
    details: `Left out, and needed by what is served: ${left.join(', ')}.`,
    hint: `Name these too, or give ACERVO_DATABASE_URL: on a server another process may serve them.`,
  })
}
