// A durable pull consumer: explicit acks, batches of what has come meanwhile, and a new beginning whenever the
// server or the consumer was away.
import type { Consumer, ConsumerMessages, JsMsg } from '@nats-io/jetstream'
import { AcervoError } from '../../errors/index.ts'
import { openPause } from '../relay/pause.ts'
import type { ConsumeOptions, Delivery } from '../transport.ts'
import { codeOf, type NatsLink, toNanos } from './nats-connection.ts'

export interface ConsumeNatsOptions extends Pick<ConsumeOptions, 'deliver' | 'signal'> {
  readonly link: NatsLink
  readonly stream: string
  readonly durable: string
  readonly filters: string[]
  readonly ackWaitMs: number
  readonly onError: (error: AcervoError) => void
}

const batchMax = 256
const prefetchMax = 512
const ackPendingMax = 4_096
const failedWaitMs = 1_000
const consumerNotFound = 10_014

export async function consumeNats(options: ConsumeNatsOptions): Promise<void> {
  const { signal, durable, onError } = options
  const pause = openPause()
  signal.addEventListener('abort', pause.wake, { once: true })
  let failures = 0
  let trouble: string | undefined
  while (!signal.aborted) {
    try {
      await consumeOnce(options, () => {
        failures = 0
        trouble = undefined
      })
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      if (reason !== trouble) onError(toComplaint(durable, reason, error))
      trouble = reason
      failures++
      if (!signal.aborted) await pause.wait(Math.min(5_000, 100 * 2 ** Math.min(failures, 10)), 100)
    }
  }
  signal.removeEventListener('abort', pause.wake)
}

/** Until the signal ends it, or something breaks. */
async function consumeOnce(options: ConsumeNatsOptions, onMessage: () => void): Promise<void> {
  const { deliver, signal } = options
  const consumer = await ensureConsumer(options)
  const messages = await consumer.consume({ max_messages: prefetchMax })
  const stop = (): void => messages.stop()
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()
  const open = new Set<JsMsg>()
  // What waits here for its turn, or is being handled, must not come a second time meanwhile.
  const holding = setInterval(() => {
    for (const message of open) message.working()
  }, options.ackWaitMs / 3)
  try {
    for await (const batch of batchesOf(messages, open, signal)) {
      onMessage()
      await deliverAll(deliver, batch.map(toDelivery))
      for (const message of batch) open.delete(message)
    }
    const { connection } = await options.link.open()
    // Acks are sent and not answered: leave none behind in this process.
    await connection.flush()
  } finally {
    clearInterval(holding)
    signal.removeEventListener('abort', stop)
    messages.stop()
  }
}

async function ensureConsumer(options: ConsumeNatsOptions): Promise<Consumer> {
  const { link, stream, durable, filters, ackWaitMs } = options
  const { manager, client } = await link.open()
  const config = {
    filter_subjects: filters,
    ack_wait: toNanos(ackWaitMs),
    max_ack_pending: ackPendingMax,
  }
  try {
    const { config: known } = await manager.consumers.info(stream, durable)
    const has = known.filter_subjects ?? (known.filter_subject ? [known.filter_subject] : [])
    if ([...has].sort().join() !== [...filters].sort().join())
      await manager.consumers.update(stream, durable, config)
  } catch (error) {
    if (codeOf(error) !== consumerNotFound) throw error
    await manager.consumers.add(stream, {
      durable_name: durable,
      ack_policy: 'explicit',
      deliver_policy: 'all',
      ...config,
    })
  }
  return client.consumers.get(stream, durable)
}

/** What has come while the last batch was in hand. */
async function* batchesOf(
  messages: ConsumerMessages,
  open: Set<JsMsg>,
  signal: AbortSignal,
): AsyncIterable<readonly JsMsg[]> {
  const waiting: JsMsg[] = []
  const pause = openPause()
  let end: { readonly error?: unknown } | undefined
  const pump = async (): Promise<void> => {
    try {
      for await (const message of messages) {
        waiting.push(message)
        open.add(message)
        pause.wake()
      }
      end = {}
    } catch (error) {
      end = { error }
    }
    pause.wake()
  }
  const pumping = pump()
  try {
    while (!signal.aborted && (end === undefined || waiting.length > 0)) {
      if (waiting.length > 0) yield waiting.splice(0, batchMax)
      else await pause.wait(60_000, 0)
    }
    if (end?.error !== undefined) throw end.error
  } finally {
    messages.stop()
    await pumping
    // Whoever comes next need not wait until the server misses an answer.
    for (const message of waiting) message.nak()
  }
}

async function deliverAll(
  deliver: ConsumeOptions['deliver'],
  batch: readonly Delivery[],
): Promise<void> {
  try {
    await deliver(batch)
  } catch (error) {
    for (const delivery of batch) await delivery.retry(failedWaitMs)
    throw error
  }
}

/** Only the first answer counts, as the client has it. */
function toDelivery(message: JsMsg): Delivery {
  return {
    body: message.string(),
    redelivered: message.info.deliveryCount - 1,
    ack: async () => message.ack(),
    retry: async (delayMs) => message.nak(delayMs),
  }
}

function toComplaint(durable: string, reason: string, cause: unknown): AcervoError {
  return new AcervoError('ACV500', `events wait: '${durable}' cannot go on`, {
    details: reason,
    hint: 'It goes on by itself as soon as it can; nothing is lost meanwhile.',
    cause,
  })
}
