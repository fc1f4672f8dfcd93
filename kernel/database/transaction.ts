// The life of one transaction on one link: its clock, its end, and what counts as success.
// Only the tag COMMIT does: after an error the server answers a commit with ROLLBACK.
import { AcervoError } from '../errors/index.ts'
import { toContextStatement } from './context.ts'
import { limits } from './limits.ts'
import type { Link } from './link.ts'
import { LinkSession } from './session.ts'
import { type EndReason, toEndedError } from './sqlstate.ts'
import type { Context, Session, Statement, TransactionOptions } from './target.ts'
import { toWireStatement } from './wire/batch.ts'

export interface TransactionWork<T> {
  readonly context: Context
  readonly options: TransactionOptions
  readonly body: (session: Session) => Promise<T>
  /** The role to act as when the context names none. */
  readonly role?: string
}

/** The caller has acquired the link and releases it afterwards, whatever happens. */
export async function runTransaction<T>(link: Link, work: TransactionWork<T>): Promise<T> {
  const { context, options, body } = work
  const timeoutMs = options.timeoutMs ?? limits.transactionTimeoutMs
  const extras = work.role === undefined ? { timeoutMs } : { timeoutMs, role: work.role }
  const set = toContextStatement(context, extras)
  const head = [begin(options), ...(set === undefined ? [] : [set])].map(toWireStatement)
  const clock = startClock(timeoutMs, options.signal)
  const session = new LinkSession(link, clock.signal, head)
  let value: T
  try {
    value = await Promise.race([body(session), clock.expired])
    await session.end()
  } catch (error) {
    await rollBack(link, session)
    throw clock.signal.aborted ? toEndedError(clock.signal.reason as EndReason, error) : error
  } finally {
    clock.stop()
  }
  if (session.isBegun) await commit(link, session)
  return value
}

async function commit(link: Link, session: LinkSession): Promise<void> {
  const wire = [{ text: 'commit', values: [], name: undefined }]
  const [result] = await link.run(wire, { timeoutMs: limits.groupTimeoutMs })
  if (result?.command === 'COMMIT') return
  throw (
    session.error ??
    new AcervoError('ACV300', 'the transaction was rolled back instead of committed', {
      details: `The server answered ${result?.command}.`,
    })
  )
}

async function rollBack(link: Link, session: LinkSession): Promise<void> {
  await session.end()
  if (!link.healthy || link.status === 'I') return
  try {
    await link.script('rollback', { timeoutMs: limits.cancelAnswerMs })
  } catch {
    // The link closes instead, and the server rolls back with it.
    link.destroy()
  }
}

function begin({ isolation, readOnly }: TransactionOptions): Statement {
  const text = ['begin']
  if (isolation !== undefined) text.push('isolation level', isolation)
  if (readOnly === true) text.push('read only')
  return { text: text.join(' '), values: [] }
}

interface Clock {
  readonly signal: AbortSignal
  /** Rejects when the time is over or the caller gave up. */
  readonly expired: Promise<never>
  stop(): void
}

function startClock(timeoutMs: number, outer: AbortSignal | undefined): Clock {
  const controller = new AbortController()
  const { promise: expired, reject } = Promise.withResolvers<never>()
  // Whoever races against it sees it; nobody else needs to.
  expired.catch(() => undefined)
  const end = (reason: EndReason): void => {
    controller.abort(reason)
    reject(toEndedError(reason))
  }
  const onAbort = (): void => end('abort')
  const timer = setTimeout(end, Math.min(timeoutMs, 2 ** 31 - 1), 'timeout')
  outer?.addEventListener('abort', onAbort, { once: true })
  if (outer?.aborted) onAbort()
  const stop = (): void => {
    clearTimeout(timer)
    outer?.removeEventListener('abort', onAbort)
  }
  return { signal: controller.signal, expired, stop }
}
