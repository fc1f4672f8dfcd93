// The life of one transaction on one link: its clock and its end.
import { toContextStatement } from './context.ts'
import { limits } from './limits.ts'
import type { Link } from './link.ts'
import { LinkSession } from './session.ts'
import { type EndReason, toEndedError } from './sqlstate.ts'
import type { Context, OwnSession, Statement, TransactionOptions } from './target.ts'
import { toWireStatement } from './wire/batch.ts'

export interface TransactionWork<T> {
  readonly context: Context
  readonly options: TransactionOptions
  readonly body: (session: OwnSession) => Promise<T>
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
  const running = (async () => body(session))()
  let value: T
  try {
    value = await Promise.race([running, clock.expired])
    await session.end()
  } catch (error) {
    await rollBack(link, session)
    // The commit was under way when the time ran out.
    if (session.isCommitted) return running
    if (session.finishError !== undefined) throw session.finishError
    throw clock.signal.aborted ? toEndedError(clock.signal.reason as EndReason, error) : error
  } finally {
    clock.stop()
  }
  await session.commit()
  return value
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
  return { text: text.join(' '), values: [], name: `acervo_${text.join('_').replaceAll(' ', '_')}` }
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
