// Consumers at work: for each listening database one durable of the transport feeds its inbox. Deliveries are
// acknowledged when the inbox has them; what fails inside is the inbox's affair from then on.
import type { AcervoError } from '../errors/index.ts'
import { type Inbox, openInbox } from './inbox/inbox.ts'
import { toProblem } from './inbox/problem.ts'
import { type Subscription, toSubscriptions } from './inbox/subscription.ts'
import type { WorkPlatform } from './platform.ts'
import { apart } from './relay/pause.ts'
import type { Delivery, Transport } from './transport.ts'

export interface ConsumersOptions {
  readonly platform: WorkPlatform
  readonly transport: Transport
  /** Transactions of one database at a time. */
  readonly lanes?: number
  /** Events of one transaction at most. */
  readonly batchMax?: number
  readonly onError: (error: AcervoError) => void
}

export interface Consumers {
  /** Looks at once for events whose next try is due. */
  wake(): void
  /** Takes nothing more; resolves when what is in hand is done. */
  stop(): Promise<void>
}

/** How often events that failed are looked for: soon after a failure here, and rarely for those of another process. */
const dueMs = { first: 1_000, most: 30_000 } as const
const retryMs = { first: 500, most: 30_000 } as const

export const durableOf = ({ database }: Subscription): string => `inbox-${database.name}`

export async function startConsumers(options: ConsumersOptions): Promise<Consumers> {
  const controller = new AbortController()
  const { model, served = model } = options.platform
  const subscriptions = toSubscriptions(model).filter(({ database }) =>
    served.databases.has(database.name),
  )
  const running = await Promise.all(
    subscriptions.map((one) => start(one, options, controller.signal)),
  )
  return Object.freeze({
    wake: () => {
      for (const { sweep } of running) sweep()
    },
    stop: async () => {
      controller.abort()
      await Promise.all(running.map(({ ended }) => ended))
    },
  })
}

async function start(subscription: Subscription, options: ConsumersOptions, signal: AbortSignal) {
  const { platform, transport, lanes, batchMax, onError } = options
  let sweeper: Sweeper | undefined
  const inbox = await openInbox({
    platform,
    subscription,
    ...(lanes === undefined ? {} : { lanes }),
    ...(batchMax === undefined ? {} : { batchMax }),
    onError: (error) => {
      sweeper?.hurry()
      onError(error)
    },
  })
  const consumed = transport.consume({
    durable: durableOf(subscription),
    sources: subscription.sources,
    deliver: (batch) => deliver(inbox, batch, onError),
    signal,
  })
  sweeper = startSweeper(inbox, signal, onError)
  const ended = Promise.all([
    consumed.catch((error: unknown) => onError(toProblem(error))),
    sweeper.ended,
  ])
  return { sweep: sweeper.sweep, ended }
}

async function deliver(
  inbox: Inbox,
  batch: readonly Delivery[],
  onError: (error: AcervoError) => void,
): Promise<void> {
  try {
    await inbox.receive(batch.map(({ body }) => body))
  } catch (error) {
    onError(toProblem(error))
    await Promise.all(batch.map((one) => one.retry(toDelay(one.redelivered))))
    return
  }
  await Promise.all(batch.map((one) => one.ack()))
}

const toDelay = (redelivered: number): number =>
  Math.min(retryMs.first * 2 ** Math.min(redelivered, 10), retryMs.most)

interface Sweeper {
  /** Looks at once. */
  sweep(): void
  /** Something failed: its next try is due soon. */
  hurry(): void
  readonly ended: Promise<void>
}

/** One look after the other, and none once `signal` aborts; more rarely the longer nothing fails. */
function startSweeper(
  inbox: Inbox,
  signal: AbortSignal,
  onError: (error: AcervoError) => void,
): Sweeper {
  let looking: Promise<void> = Promise.resolve()
  let isLooking = false
  let restMs: number = dueMs.first
  let timer: NodeJS.Timeout | undefined
  const rest = () => {
    clearTimeout(timer)
    if (signal.aborted) return
    timer = setTimeout(sweep, apart(restMs))
    timer.unref()
  }
  const look = async (): Promise<void> => {
    restMs = Math.min(dueMs.most, restMs * 2)
    try {
      if ((await inbox.retryDue()) > 0) restMs = dueMs.first
    } catch (error) {
      onError(toProblem(error))
    }
    isLooking = false
    rest()
  }
  const sweep = () => {
    if (isLooking || signal.aborted) return
    isLooking = true
    looking = look()
  }
  const hurry = () => {
    restMs = dueMs.first
    if (!isLooking) rest()
  }
  rest()
  const ended = new Promise<void>((resolve) => {
    const end = () => {
      clearTimeout(timer)
      looking.then(resolve)
    }
    if (signal.aborted) end()
    else signal.addEventListener('abort', end, { once: true })
  })
  return { sweep, hurry, ended }
}
