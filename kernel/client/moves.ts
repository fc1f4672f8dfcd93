// What a running process does when a database moves to another server: whoever is refused at the old place learns the
// new one from the placement, and what was asked is asked again there. One attempt is made at one place only, keys and
// rows alike: nothing is sealed with a key of the one and written into the other.
import { type Placement, placeDatabases } from '../database/placement.ts'
import { assertRuntimeRole } from '../database/roles.ts'
import { isWithoutRight } from '../database/sqlstate.ts'
import type { Target } from '../database/target.ts'
import type { Places, Targets } from '../database/targets.ts'
import { AcervoError, isAcervoError } from '../errors/index.ts'
import type { Vault } from '../keys/vault.ts'
import { assertUnmarked, marksStatement, toMarks } from '../migrate/mark.ts'
import { pause } from '../migrate/retry.ts'
import type { Model } from '../model/model.ts'
import { isInTransaction } from '../query/transaction.ts'
import { assertTogether, toSchemas } from './together.ts'

/** What one attempt works with. */
export interface Placed {
  readonly targets: Places
  readonly vault?: () => Promise<Vault>
}

export interface Moves {
  /**
   * `work` where the databases are now; once more where it was refused because one has moved meanwhile, unless it is
   * `once`. @throws ACV410 where it may be asked again
   */
  run<T>(work: (placed: Placed) => Promise<T>, times?: 'once'): Promise<T>
  /** Looks whether a database has moved; answers whether this process has followed it. @throws ACV410 */
  follow(): Promise<boolean>
  /** Told after each move that was followed. Answers what ends it. */
  listen(listener: () => void): () => void
}

export interface MovesOptions {
  readonly model: Model
  readonly targets: Targets
  readonly vault?: ((places: Places) => Promise<Vault>) | undefined
  /** Schemas that this process may ask anything of; all if unset. */
  readonly reached?: readonly string[] | undefined
  /** Reads again where databases live; without it nobody can be followed. */
  readonly placement?: (() => Placement | Promise<Placement>) | undefined
}

/** A move writes the new place within moments of closing the old one. */
const seekMs = 10_000
const pollMs = 20
const askMs = 5_000

export function openMoves(options: MovesOptions): Moves {
  const { targets, vault } = options
  const listeners = new Set<() => void>()
  let last: Placed | undefined
  const now = (): Placed => {
    const places = targets.now()
    if (last?.targets === places) return last
    last = { targets: places, ...(vault === undefined ? {} : { vault: () => vault(places) }) }
    return last
  }
  let seeking: Promise<boolean> | undefined
  const follow = (): Promise<boolean> => {
    seeking ??= seek(options)
      .then((hasMoved) => {
        if (hasMoved) for (const listener of listeners) listener()
        return hasMoved
      })
      .finally(() => {
        seeking = undefined
      })
    return seeking
  }
  return Object.freeze({
    run: async <T>(work: (placed: Placed) => Promise<T>, times?: 'once'): Promise<T> => {
      const before = now()
      try {
        return await work(before)
      } catch (error) {
        if (!isWithoutRight(error) || isInTransaction()) throw error
        const hasMoved = targets.now() !== before.targets || (await follow())
        if (!hasMoved) throw error
        if (times === 'once') throw toMovedError(error)
        return await work(now())
      }
    },
    follow,
    listen: (listener: () => void) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  })
}

async function seek(options: MovesOptions): Promise<boolean> {
  const { model, targets, placement } = options
  const end = performance.now() + seekMs
  for (let wasAway = false; ; wasAway = true) {
    const away = await readAway(options)
    // A move that was taken back lets everybody in again.
    if (away.size === 0) return wasAway
    if (placement !== undefined && (await goTo(away, model, targets, placement))) return true
    if (placement === undefined || performance.now() > end) throw toUntoldError(away)
    await pause(pollMs, undefined)
  }
}

/** Schemas that have moved from where this process looks for them, and where to. */
async function readAway({ model, targets, reached }: MovesOptions) {
  const schemas = reached ?? [...model.databases.values()].map(({ schema }) => schema)
  const placed = Map.groupBy(schemas, (schema) => targets.of(schema))
  const found = await Promise.all(
    [...placed].map(([target, here]) => readMarks(target, here).catch(() => new Map())),
  )
  const away = found.flatMap((marks) =>
    [...marks].flatMap(([schema, mark]) =>
      mark?.state === 'moved' ? [[schema, mark.place] as const] : [],
    ),
  )
  return new Map(away)
}

async function readMarks(target: Target, schemas: readonly string[]) {
  const options = { timeoutMs: askMs }
  const [result] = await target.group({ settings: {} }, [marksStatement(schemas)], options)
  return toMarks(result ?? { rows: [], count: 0, command: '' })
}

/** Answers false while the placement does not say yet where they are. */
async function goTo(
  away: ReadonlyMap<string, string>,
  model: Model,
  targets: Targets,
  placement: () => Placement | Promise<Placement>,
): Promise<boolean> {
  const all = [...model.databases.values()].map(({ schema }) => schema)
  try {
    const places = placeDatabases(all, {}, toSchemas(model, await placement()))
    const told = [...away.keys()].map((schema) => [schema, places.get(schema) ?? {}] as const)
    if (told.some(([, { run }]) => run === undefined)) return false
    return await targets.replace(Object.fromEntries(told), async (target) => {
      assertUnmarked(await readMarks(target, [...away.keys()]), target.key)
      await assertRuntimeRole(target)
      assertTogether(model, { of: (schema) => (away.has(schema) ? target : targets.of(schema)) })
    })
  } catch (error) {
    // Not open yet, or the file is not there yet.
    if (isAcervoError(error) && ['ACV410', 'ACV317'].includes(error.code)) return false
    throw error
  }
}

function toMovedError(cause: unknown): AcervoError {
  return new AcervoError('ACV410', 'the database has moved to another server meanwhile', {
    details: 'What the transaction had written is undone; this process knows the new place now.',
    hint: 'Run the transaction again.',
    cause,
  })
}

function toUntoldError(away: ReadonlyMap<string, string>): AcervoError {
  const [[schema, place] = ['', '']] = away
  return new AcervoError('ACV410', `'${schema}' has moved to ${place}`, {
    details: 'The placement that this process reads does not say so.',
    hint: 'Name its new place in the file of ACERVO_PLACEMENT; a running process reads it by itself. Then ask again.',
  })
}
