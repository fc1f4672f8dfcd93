// Two transactions at once, neither of which sees what the other writes when it asks: on a server the second one has
// written, or waits for a lock, before the first one commits. The embedded engine runs them one after the other.
import { setImmediate } from 'node:timers/promises'
import type { Session, Target, TransactionOptions } from '../../kernel/database/target.ts'

export type Work = (session: Session) => Promise<unknown>

export interface AtOnceOptions extends TransactionOptions {
  readonly settings?: Readonly<Record<string, string>>
}

/** How the two ended, in their order. */
export async function atOnce(
  target: Target,
  first: Work,
  second: Work,
  { settings = {}, ...options }: AtOnceOptions = {},
): Promise<readonly PromiseSettledResult<unknown>[]> {
  const context = { settings, role: 'acervo_app' } as const
  const run = (work: Work) => target.transaction(context, work, options)
  if (target.engine === 'embedded')
    return [
      ...(await Promise.allSettled([run(first)])),
      ...(await Promise.allSettled([run(second)])),
    ]
  const wrote = Promise.withResolvers<string>()
  const tried = Promise.withResolvers<void>()
  const one = run(async (session) => {
    await first(session)
    await session.query(settle)
    wrote.resolve(await processOf(session))
    await tried.promise
  })
  one.catch(() => wrote.resolve(''))
  const process = await wrote.promise
  const two = run(async (session) => {
    const own = await processOf(session)
    const work = second(session)
      .then(() => session.query(settle))
      .finally(() => tried.resolve())
    await endedOrWaiting(target, own, work)
    tried.resolve()
    await work
    // The first one ends first, unless it waits for this one.
    await endedOrWaiting(target, process, one)
  })
  two.catch(() => tried.resolve())
  return Promise.allSettled([one, two])
}

/** What waits for the commit is asked before either commits. */
const settle = { text: 'set constraints all immediate', values: [] }

async function processOf(session: Session): Promise<string> {
  const { rows } = await session.query({ text: 'select pg_backend_pid()', values: [] })
  return rows[0]?.[0] ?? ''
}

async function endedOrWaiting(
  target: Target,
  process: string,
  work: Promise<unknown>,
): Promise<void> {
  let isOver = false
  const over = () => {
    isOver = true
  }
  work.then(over, over)
  const watcher = await target.direct()
  const text = `select 1 from pg_stat_activity where pid = $1 and wait_event_type = 'Lock'`
  try {
    while (!isOver && (await watcher.query({ text, values: [process] })).count === 0)
      await setImmediate()
  } finally {
    await watcher.close()
  }
}
