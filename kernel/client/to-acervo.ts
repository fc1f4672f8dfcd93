// A Model over open targets -> the platform as a value. Nothing is opened or migrated here.
import type { RuntimeRole, Session } from '../database/target.ts'
import type { Targets } from '../database/targets.ts'
import type { Model } from '../model/model.ts'
import type { Caller } from '../query/caller.ts'
import { type Once, runOnce } from '../query/idempotency.ts'
import type { Answer, Request } from '../query/request.ts'
import { run } from '../query/run.ts'
import { transaction } from '../query/transaction.ts'
import type { Acervo, Databases, Db, Ran, RunOptions, TransactionOptions } from './acervo.ts'
import { type ActionOptions, type ActionRequest, act } from './act.ts'
import { type Commits, openCommits } from './commits.ts'
import { checkHealth } from './health.ts'
import { assertPermitted, assertVerb } from './permitted.ts'
import { type Principal, systemPrincipal, toContext } from './principal.ts'
import type { DatabaseMap } from './row.ts'
import { withinLimits, withinLimitsOf } from './row-limits.ts'
import { toDatabases } from './verbs.ts'

export interface Parts {
  readonly model: Model
  readonly targets: Targets
  /** The last migration of each database, by short name; empty where none are kept. */
  readonly versions?: ReadonlyMap<string, number>
}

type HeardParts = Parts & { readonly commits: Commits }

export function toAcervo<Ds extends DatabaseMap>(given: Parts): Acervo<Ds> {
  const { model, targets, versions = new Map() } = given
  const commits = openCommits(model)
  const parts: HeardParts = { ...given, commits }
  return Object.freeze({
    model,
    targets,
    engine: targets.all()[0]?.engine ?? 'embedded',
    db: toDb<Ds>(parts, systemPrincipal),
    run: async (principal: Principal, request: Request, options: RunOptions = {}) => {
      assertPermitted(model, principal, request)
      const { once } = options
      const caller = { model, targets, context: toContext(principal) }
      const done = withinLimits<Ran>(caller, principal, request, () =>
        once === undefined
          ? run(caller, request, options)
          : runWithKey(caller, request, options, { ...once, principal: principal.actor }),
      )
      return commits.after(request, done)
    },
    act: async (principal: Principal, request: ActionRequest, options: ActionOptions = {}) => {
      const { database, table: name, action } = request
      assertVerb(principal, { database, name }, action)
      const caller = { model, targets, context: toContext(principal) }
      const toTx = () =>
        pick(
          toDatabases(model, (asked) => run(caller, asked)),
          [request.database],
        )
      return commits.afterAll(
        [request.database],
        withinLimitsOf(
          caller,
          principal,
          request.database,
          () => act(caller, principal.actor, request, toTx, options),
          ({ output }) => output,
        ),
      )
    },
    transaction: <R>(
      principal: Principal,
      names: readonly string[],
      body: (tx: Databases<Ds>, session: Session) => Promise<R>,
      { role, ...options }: TransactionOptions & { readonly role?: RuntimeRole } = {},
    ) => {
      const context = { ...toContext(principal), ...(role === undefined ? {} : { role }) }
      const caller = { model, targets, context }
      const databases = toDatabases(model, async (request) => {
        assertPermitted(model, principal, request)
        return withinLimits(caller, principal, request, () => run(caller, request))
      })
      const work = (session: Session) => body(pick(databases, names), session)
      return commits.afterAll(names, transaction(caller, names, work, options))
    },
    onCommit: commits.listen,
    health: () => checkHealth(model, targets, versions),
    close: () => targets.close(),
  })
}

/** The kept answer is the whole Answer: REST makes the same response from it again. */
async function runWithKey(
  caller: Caller,
  request: Request,
  options: RunOptions,
  once: Once,
): Promise<Ran> {
  const kept = (session: Session) =>
    runOnce(session, once, async () => {
      const answer = await run(caller, request, options)
      return { status: 200, answer: JSON.stringify(answer) }
    })
  const { answer, replayed } = await transaction(caller, [request.database], kept, options)
  return { ...(JSON.parse(answer) as Answer), replayed }
}

function toDb<Ds extends DatabaseMap>(parts: HeardParts, principal: Principal): Db<Ds> {
  const { model, targets, versions = new Map(), commits } = parts
  const caller = { model, targets, context: toContext(principal) }
  const databases = toDatabases(model, async (request) => {
    assertPermitted(model, principal, request)
    const done = withinLimits(caller, principal, request, () => run(caller, request))
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
        transaction(caller, names, () => body(pick(databases, names)), options),
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
