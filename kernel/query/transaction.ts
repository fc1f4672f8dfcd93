// Transactions over databases that share a target, and how calls on the outer client inside one
// join it: on the embedded engine they would wait for it for ever, on PostgreSQL they would not
// see its rows.
import { AsyncLocalStorage } from 'node:async_hooks'
import type {
  Context,
  OwnSession,
  Session,
  Target,
  TransactionOptions,
} from '../database/target.ts'
import { AcervoError } from '../errors/index.ts'
import type { Caller, Targets } from './caller.ts'
import { findDatabase } from './name.ts'

interface Running {
  readonly target: Target
  readonly session: Session
  readonly context: Context
  /** As databases were placed when it began. */
  readonly targets?: Targets
  readonly outer: Running | undefined
}

const running = new AsyncLocalStorage<Running>()

/**
 * `databases` are short names, declared `together`. `own` is the session again, where this call began the transaction.
 * @throws ACV315 when they are not, or when somebody else's transaction runs on their target.
 */
export async function transaction<T>(
  caller: Caller,
  databases: readonly string[],
  body: (session: Session, own?: OwnSession) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  const target = oneTarget(caller, databases)
  const joined = joinedSession(target, caller.context)
  if (joined !== undefined) return body(joined)
  return target.transaction(
    caller.context,
    (session) => {
      const { context, targets } = caller
      return within({ target, session, context, targets }, () => body(session, session))
    },
    options,
  )
}

/** Runs `body` so that calls on the same target join the session. */
export function within<T>(begun: Omit<Running, 'outer'>, body: () => Promise<T>): Promise<T> {
  return running.run({ ...begun, outer: running.getStore() }, body)
}

/** Whether this call runs inside a transaction of ours. */
export function isInTransaction(): boolean {
  return running.getStore() !== undefined
}

/** Where a database lives for this call: a transaction ends where it began, even if its database has moved since. */
export function targetOf({ targets }: Pick<Caller, 'targets'>, schema: string): Target {
  for (let one = running.getStore(); one !== undefined; one = one.outer)
    if (one.targets?.of(schema) === one.target) return one.target
  return targets.of(schema)
}

/** The session of the transaction that this call runs in, if it is one on `target`. */
export function joinedSession(target: Target, context: Context): Session | undefined {
  for (let one = running.getStore(); one !== undefined; one = one.outer) {
    if (one.target !== target) continue
    if (isSame(one.context, context)) return one.session
    throw new AcervoError('ACV315', 'a transaction acts for one principal', {
      details: 'Inside it another principal asked on the same target.',
      hint: 'Ask before or after the transaction, or as the same principal.',
    })
  }
  return undefined
}

function isSame(a: Context, b: Context): boolean {
  if (a === b) return true
  const names = Object.keys(a.settings)
  return (
    a.role === b.role &&
    names.length === Object.keys(b.settings).length &&
    names.every((name) => a.settings[name] === b.settings[name])
  )
}

function oneTarget(caller: Caller, databases: readonly string[]): Target {
  const { model } = caller
  const found = databases.map((name) => findDatabase(model, name))
  const [first] = found
  if (first === undefined)
    throw new AcervoError('ACV315', 'the transaction names no database', {
      details: 'Allowed: one database, or several that a system declares together.',
    })
  const names = new Set(databases)
  const groups = model.systems.flatMap(({ together }) => together)
  const areTogether =
    names.size === 1 || groups.some((group) => [...names].every((name) => group.includes(name)))
  const target = targetOf(caller, first.schema)
  if (areTogether && found.every(({ schema }) => targetOf(caller, schema) === target)) return target
  throw new AcervoError('ACV315', `a transaction may not span ${[...names].join(', ')}`, {
    details: 'Databases may move to other servers unless their system declares them together.',
    hint: 'Write one database and let an event carry the rest, or declare them `together`.',
  })
}
