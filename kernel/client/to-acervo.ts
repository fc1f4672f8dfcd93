// A Model over open targets -> the platform as a value. Nothing is opened or migrated here.
import type { Placement } from '../database/placement.ts'
import type { Engine, RuntimeRole, Session } from '../database/target.ts'
import type { Places, Targets } from '../database/targets.ts'
import { AcervoError } from '../errors/index.ts'
import type { Vault } from '../keys/vault.ts'
import { hasCoded } from '../model/coded.ts'
import type { Model } from '../model/model.ts'
import type { Caller } from '../query/caller.ts'
import { type Once, runOnce } from '../query/idempotency.ts'
import { findDatabase } from '../query/name.ts'
import type { Answer, Request } from '../query/request.ts'
import { openAnswer, run } from '../query/run.ts'
import { transaction } from '../query/transaction.ts'
import type { Acervo, Databases, Db, Ran, RunOptions, TransactionOptions } from './acervo.ts'
import { type ActionOptions, type ActionRequest, act } from './act.ts'
import { type Commits, openCommits } from './commits.ts'
import type { ElevationWish } from './elevation/elevation.ts'
import { checkHealth } from './health.ts'
import { type Moves, openMoves, type Placed } from './moves.ts'
import { isPermitted } from './permission.ts'
import { assertPermitted, assertVerb } from './permitted.ts'
import { type Principal, systemPrincipal, toContext } from './principal.ts'
import type { DatabaseMap } from './row.ts'
import { withinLimits, withinLimitsOf } from './row-limits.ts'
import { toDatabases } from './verbs.ts'

export interface Parts {
  readonly model: Model
  /** All if unset. */
  readonly served?: Model
  readonly targets: Targets
  /** The last migration of each database, by short name; empty where none are kept. */
  readonly versions?: ReadonlyMap<string, number>
  /** The keys of encrypted columns, opened at the first wish: of the databases as they are placed. */
  readonly vault?: (places: Places) => Promise<Vault>
  /** Schemas that this process may ask anything of; all if unset. */
  readonly reached?: readonly string[]
  /** Reads again where databases live. */
  readonly placement?: () => Placement | Promise<Placement>
}

type HeardParts = Parts & { readonly commits: Commits; readonly moves: Moves }

export function toAcervo<Ds extends DatabaseMap>(given: Parts): Acervo<Ds> {
  const { model, served = model, targets, versions = new Map() } = given
  const commits = openCommits(model)
  const moves = openMoves(given)
  const parts: HeardParts = { ...given, commits, moves }
  const vault = async () => (await given.vault?.(targets.now())) ?? withoutVault()
  return Object.freeze({
    model,
    served,
    targets,
    engine: toEngine(targets),
    db: toDb<Ds>(parts, systemPrincipal),
    run: async (principal: Principal, request: Request, options: RunOptions = {}) => {
      assertPermitted(model, principal, request)
      const { once } = options
      const callerAt = toCallers(model, principal)
      const done = moves.run((placed) => {
        const caller = callerAt(placed)
        return withinLimits<Ran>(caller, principal, request, () =>
          once === undefined
            ? run(caller, request, options)
            : runWithKey(caller, request, options, { ...once, principal: principal.actor }),
        )
      })
      return commits.after(request, done)
    },
    act: async (principal: Principal, request: ActionRequest, options: ActionOptions = {}) => {
      const { database, table: name, action } = request
      assertVerb(principal, { database, name }, action)
      const callerAt = toCallers(model, principal)
      const done = moves.run((placed) => {
        const caller = callerAt(placed)
        const toTx = () =>
          pick(
            toDatabases(model, (asked) => run(caller, asked)),
            [request.database],
          )
        return withinLimitsOf(
          caller,
          principal,
          request.database,
          () => act(caller, principal.actor, request, toTx, options),
          ({ output }) => output,
        )
      })
      return commits.afterAll([request.database], done)
    },
    transaction: <R>(
      principal: Principal,
      names: readonly string[],
      body: (tx: Databases<Ds>, session: Session) => Promise<R>,
      { role, ...options }: TransactionOptions & { readonly role?: RuntimeRole } = {},
    ) => {
      const callerAt = toCallers(model, principal)
      const done = moves.run((placed) => {
        const plain = callerAt(placed)
        const context = { ...plain.context, ...(role === undefined ? {} : { role }) }
        const caller = { ...plain, context }
        const databases = toDatabases(model, async (request) => {
          assertPermitted(model, principal, request)
          return withinLimits(caller, principal, request, () => run(caller, request))
        })
        const work = (session: Session) => body(pick(databases, names), session)
        return transaction(caller, names, work, options)
      }, 'once')
      return commits.afterAll(names, done)
    },
    onCommit: commits.listen,
    elevate: async (principal: Principal, wish: ElevationWish) =>
      (await import('./elevation/elevation.ts')).elevate(targets.all(), principal, wish),
    elevations: async (principal: Principal, options: { readonly live?: boolean } = {}) =>
      (await import('./elevation/elevation.ts')).listElevations(targets.all(), principal, options),
    endElevation: async (principal: Principal, id: string) =>
      (await import('./elevation/elevation.ts')).endElevation(targets.all(), principal, id),
    moves,
    health: () => checkHealth(served, targets, versions),
    vault,
    shred: async (subject: string) => {
      const { shredEverywhere } = await import('./shred.ts')
      return shredEverywhere({ model, targets, vault }, subject)
    },
    close: () => targets.close(),
  })
}

const withoutVault = () =>
  Promise.reject(new AcervoError('ACV331', 'the platform was opened without keys'))

/** The kept answer is the whole Answer: REST makes the same response from it again. */
async function runWithKey(
  caller: Caller,
  request: Request,
  options: RunOptions,
  once: Once,
): Promise<Ran> {
  const isCoded = hasCoded(findDatabase(caller.model, request.database))
  const kept = async (session: Session) => {
    const { keepEncrypted } = isCoded ? await import('../query/coded/kept.ts') : {}
    const keeping = await keepEncrypted?.(caller, request.database, session, once)
    return runOnce(session, keeping?.once ?? once, async () => {
      // What is kept holds encrypted values as the table does.
      const answer = await run(caller, request, { ...options, sealed: true })
      return { status: 200, answer: JSON.stringify(answer) }
    })
  }
  const { answer, replayed } = await transaction(caller, [request.database], kept, options)
  return { ...(await openAnswer(caller, JSON.parse(answer) as Answer)), replayed }
}

/** Embedded as soon as one database is: the process then holds the data directory. */
function toEngine(targets: Targets): Engine {
  const all = targets.all()
  return all.length > 0 && all.every(({ engine }) => engine === 'postgres')
    ? 'postgres'
    : 'embedded'
}

/** A caller where the databases are; the same one as long as they stay there. */
function toCallers(model: Model, principal: Principal): (placed: Placed) => Caller {
  const still = toStill(model, principal)
  let last: Caller | undefined
  return (placed) => {
    if (last?.targets !== placed.targets) last = { ...still, ...placed }
    return last
  }
}

/** What does not move: a principal that cannot be one is refused when it is named. */
function toStill(model: Model, principal: Principal): Omit<Caller, 'targets' | 'vault'> {
  const { permissions } = principal
  return {
    model,
    context: toContext(principal),
    ...(permissions === undefined
      ? {}
      : {
          mayUnmask: (database: string, table: string) =>
            isPermitted(principal, { database, table, verb: 'unmask' }),
        }),
  }
}

function toDb<Ds extends DatabaseMap>(parts: HeardParts, principal: Principal): Db<Ds> {
  const { model, targets, versions = new Map(), commits, moves } = parts
  const callerAt = toCallers(model, principal)
  const databases = toDatabases(model, async (request) => {
    assertPermitted(model, principal, request)
    const done = moves.run((placed) => {
      const caller = callerAt(placed)
      return withinLimits(caller, principal, request, () => run(caller, request))
    })
    return commits.after(request, done)
  })
  const verbs = {
    as: (other: Principal) => toDb<Ds>(parts, other),
    transaction: <R>(
      names: readonly string[],
      body: (tx: Databases<Ds>) => Promise<R>,
      options?: TransactionOptions,
    ) =>
      commits.afterAll(
        names,
        moves.run(
          (placed) =>
            transaction(callerAt(placed), names, () => body(pick(databases, names)), options),
          'once',
        ),
      ),
    healthCheck: async () => {
      const health = await checkHealth(model, targets, versions)
      return Object.fromEntries(health.map(({ database, status }) => [database, status === 'ok']))
    },
  }
  return Object.freeze(Object.assign(databases, verbs)) as unknown as Db<Ds>
}

/** Only the databases that the transaction named: another one would not be part of it. */
function pick<Ds extends DatabaseMap>(databases: object, names: readonly string[]): Databases<Ds> {
  const all = databases as Readonly<Record<string, object>>
  return Object.fromEntries(names.map((name) => [name, all[name]])) as Databases<Ds>
}
